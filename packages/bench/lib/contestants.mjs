import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';

const require = createRequire(import.meta.url);
const here = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

export const bin = path.join(path.dirname(require.resolve('dynamodb-migrate/package.json')), 'bin/dynamodb-migrate.js');

export const scriptFile = (name) => here(`scripts/${name}.js`);

/** The arguments of Node for a program of `contestants/`. */
export const contestant = (name, ...args) => [here(`contestants/${name}.cjs`), ...args];

/** The arguments of Node for the tool scanning the replayed table. */
export const scanArgs = (endpoint, script, flags) => {
  return [bin, 'scan', 'local/bench', scriptFile(script), '--dyno', '--endpoint', endpoint, ...flags];
};

/** The tool as it comes and with the flags of each variant: `[{ name, flags }]`. */
export function variants(options) {
  return ['', ...options.variant].map((flags) => ({
    name: flags ? `ours ${flags}` : 'ours',
    flags: flags.split(' ').filter(Boolean),
  }));
}

/**
 * Contestants of `sideBySide` from `{ name, args }`; `options.only` picks some. A run fails unless the server scanned
 * `options.items` items and got `written` writes of items, and the script counted as many records on its last line.
 */
export function contestants(entries, replay, { items, only, written = 0 }) {
  return entries
    .filter(({ name }) => !only || only.some((wanted) => name === wanted || name.startsWith(`${wanted} `)))
    .map(({ name, args }) => ({
      name,
      async run() {
        await replay.served();
        const sample = await measure(args);
        // A flag that the tool does not know is left to the script, and would measure nothing.
        if (sample.stderr.includes('no flag of')) throw new Error(sample.stderr.trim());
        const served = await replay.served();
        const counted = Number(sample.stdout.trim().split('\n').at(-1));
        if (served.scanned !== items || served.written !== written || counted !== items) {
          throw new Error(`did not do the work: script counted ${counted}, served ${JSON.stringify(served)}`);
        }
        return { ...sample, requests: served.requests };
      },
    }));
}
