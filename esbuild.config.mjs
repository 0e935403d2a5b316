import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

// Every package becomes one file, and so does every bin: a start reads a few files in place of hundreds. Packages stay
// apart, so that a process that has the bin and the library in it has one engine. tsc gives the types.
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'eof',
  logLevel: 'warning',
};

const packages = path.join(import.meta.dirname, 'packages');
const named = readdirSync(packages)
  .map((folder) => ({ folder: path.join(packages, folder), ...manifest(folder) }))
  .filter(({ main }) => main);

await Promise.all([
  ...named.map(library),
  // Threads of Node's own load these.
  module('runner', 'guard/sdk-guard-thread.mts'),
  module('runner', 'script/dyno.mts'),
  bin('migrate'),
  bin('filter'),
]);

function manifest(folder) {
  return JSON.parse(readFileSync(path.join(packages, folder, 'package.json'), 'utf8'));
}

function library({ folder }) {
  const entryPoints = [path.join(folder, 'src/index.ts')];
  return build({ ...common, entryPoints, outdir: path.join(folder, 'dist'), packages: 'external' });
}

function module(name, entry) {
  const folder = path.join(packages, name);
  const outExtension = { '.js': '.mjs' };
  const entryPoints = [path.join(folder, 'src', entry)];
  return build({ ...common, entryPoints, outdir: path.join(folder, 'dist'), format: 'esm', outExtension });
}

/** What reads a command line goes in with it, and its licences beside it; the packages of ours do not. */
async function bin(name) {
  const folder = path.join(packages, 'cli');
  const outdir = path.join(folder, 'dist/bin');
  const { metafile } = await build({
    ...common,
    entryPoints: [path.join(folder, 'src/bin', `${name}.ts`)],
    outdir,
    metafile: true,
    // Where yargs looks for its translations: it is to find none.
    define: { 'import.meta.url': '"file:///C:/bundled/yargs/lib/shims/esm.mjs"' },
    external: ['dynamodb-migrate', ...Object.keys(manifest('cli').dependencies)],
  });
  const homes = Object.keys(metafile.inputs).flatMap((file) => file.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
  const licences = [...new Set(homes)].map((home) => `${path.basename(home)}\n\n${licenceIn(home)}`);
  writeFileSync(path.join(outdir, `${name}.licences.txt`), licences.join('\n\n'));
}

function licenceIn(home) {
  const file = readdirSync(home).find((name) => /^licen[cs]e/i.test(name));
  return readFileSync(path.join(home, file), 'utf8');
}
