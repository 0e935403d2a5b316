import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { type Engine, startDynalite } from '@dynamodb-migrate/test-tools';
import { buildSync } from 'esbuild';

/**
 * The tests that @mapbox/dyno ships, run from the installed package against our built client (see support/alias.cjs).
 * Left out: `[requests] properties`, `[stream] properties` and `[table] properties`, which ask what its internal files
 * export, and the files util.test.js and cli.test.js, which test internal functions and its own command.
 */
const files = { index: 159, paginated: 16, requests: 84, serialization: 33, stream: 5, table: 17 };

const folder = join(dirname(require.resolve('@mapbox/dyno/package.json')), 'test');
const alias = require.resolve('./support/alias.cjs');
const internal = ['[requests] properties', '[stream] properties', '[table] properties'];

// Beside what it depends on.
const client = join(__dirname, '../node_modules/.suite/client.js');

let live: Engine;
beforeAll(async () => {
  const source = ['index', 'request/request', 'request/lifecycle'].map((file) => `export * from '../src/${file}';`);
  const stdin = { contents: source.join('\n'), resolveDir: __dirname };
  buildSync({ stdin, outfile: client, bundle: true, packages: 'external', platform: 'node', target: 'node20.19' });
  live = await startDynalite();
});
afterAll(() => live.stop());

test.each(Object.entries(files))(
  '%s.test.js of @mapbox/dyno: all %i assertions pass',
  async (file, assertions) => {
    const { code, output } = await tape(join(folder, `${file}.test.js`));
    expect(output.split('\n').filter((line) => line.startsWith('not ok'))).toEqual([]);
    expect(skipped(output).filter((name) => !internal.includes(name))).toEqual([]);
    expect(output).toContain(`# pass  ${assertions}\n`);
    expect(code).toBe(0);
  },
  300_000,
);

function skipped(output: string): string[] {
  return [...output.matchAll(/# SKIP (.*)$/gm)].map(([, name]) => name);
}

async function tape(file: string): Promise<{ code: number | null; output: string }> {
  const env = {
    ...process.env,
    SUITE_PORT: String(await freePort()),
    BUILT_CLIENT: client,
    LIVE_ENDPOINT: live.endpoint,
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
  };
  const child = spawn(process.execPath, ['--require', alias, file], { env });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
