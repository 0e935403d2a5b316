// Preloaded into every measured process: reports what it used, on file descriptor 3, when it ends or when asked.
const { readFileSync, writeSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

/** Peak resident memory in bytes; the kernel's own count where there is one, for maxRSS starts at the parent's. */
function peak() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

function report(asked) {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, `${JSON.stringify({ asked, user: userCPUTime / 1e6, system: systemCPUTime / 1e6, peak: peak() })}\n`);
}

if (isMainThread && process.env.BENCH_MEASURED === undefined) {
  process.env.BENCH_MEASURED = '1';
  globalThis.reportUsage = () => report(true);
  process.on('exit', () => report(false));
}
