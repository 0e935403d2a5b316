Object.defineProperty(exports, '__esModule', { value: true });
exports.exitCodes = void 0;
exports.signalExitCode = signalExitCode;
const node_os_1 = require('node:os');
/** What the bins exit with; a signal exits with 128 + its number. */
exports.exitCodes = {
  done: 0,
  /** The migration began and failed. */
  failed: 1,
  /** Wrong usage, or input with which nothing could begin. */
  cannotStart: 2,
};
/** The exit code of a process that a signal ended. */
function signalExitCode(signal) {
  return 128 + node_os_1.constants.signals[signal];
}
//# sourceMappingURL=exit-codes.js.map
