import os from 'node:os';
import { median } from './measure.mjs';

/** Lays out rows of cells as text: the first column to the left, the others to the right. */
export function table(header, rows) {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('  ');
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** How many times the CPU of `base` a result took: the median over the rounds, for neighbours share the machine's mood. */
function ratio(result, base) {
  return median(result.samples.map(({ cpu }, round) => cpu / base.samples[round].cpu));
}

/**
 * Prints results with, for every one, how many times the CPU of each result named in `against` it took; and failures
 * below. `columns` adds `[title, (result) => text]`.
 */
export function printResults(results, { against = [], columns = [] } = {}) {
  const done = results.filter(({ error }) => !error);
  const bases = against.map((name) => done.find((result) => result.name === name)).filter(Boolean);
  const header = ['', 'CPU s', 'min to max', 'user', 'system', 'wall s', 'peak MB'];
  const rows = done.map((result) => [
    result.name,
    result.cpu.toFixed(2),
    `${result.cpuMin.toFixed(2)} to ${result.cpuMax.toFixed(2)}`,
    result.user.toFixed(2),
    result.system.toFixed(2),
    result.wall.toFixed(2),
    (result.peak / 1e6).toFixed(0),
    ...bases.map((base) => ratio(result, base).toFixed(2)),
    ...columns.map(([, cell]) => cell(result)),
  ]);
  const titles = [...header, ...bases.map(({ name }) => `× ${name}`), ...columns.map(([title]) => title)];
  console.log(table(titles, rows));
  for (const { name, error } of results.filter((result) => result.error)) console.log(`\n${name} FAILED: ${error}`);
}

/** Prints what was measured, where and with which options as JSON. */
export function printJson(results, options) {
  const machine = { node: process.version, cpu: os.cpus()[0]?.model, cpus: os.cpus().length };
  console.log(JSON.stringify({ at: new Date().toISOString(), machine, options, results }, null, 2));
}
