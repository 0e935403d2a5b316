Object.defineProperty(exports, '__esModule', { value: true });
exports.limitVariable = void 0;
exports.limitRun = limitRun;
exports.limitProcess = limitProcess;
const exit_codes_1 = require('./exit-codes');
/** Tells the process of a rehearsed run how many milliseconds it may go without progress. */
exports.limitVariable = 'DYNAMODB_MIGRATE_TEST_LIMIT';
/** In a rehearsal, ends a run that makes no progress, as if nothing were left to do. Call what it returns at its end. */
function limitRun(run) {
  const limit = limitHere();
  if (limit === undefined) return () => {};
  let seen = -1;
  let since = 0;
  const timer = setInterval(
    () => {
      process.send?.('alive');
      const now = run.records + run.errors;
      if (now !== seen) since = performance.now();
      else if (performance.now() - since >= limit) run.drained();
      seen = now;
    },
    Math.min(limit / 4, 1000),
  ).unref();
  return () => clearInterval(timer);
}
/** In a rehearsal, ends a process that something of the script keeps alive after the run. */
function limitProcess() {
  const limit = limitHere();
  if (limit === undefined) return;
  const end = () => {
    if (!process.exitCode) process.stderr.write('the run is over, but something that the script began never ends\n');
    process.exit(process.exitCode || exit_codes_1.exitCodes.failed);
  };
  setTimeout(end, process.exitCode ? 0 : limit).unref();
}
function limitHere() {
  return Number(process.env[exports.limitVariable]) || undefined;
}
//# sourceMappingURL=time-limit.js.map
