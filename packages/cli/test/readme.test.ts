import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { comparable, runBlocks } from './support/run-blocks';
import { isNpm, npmScripts, shellBlocks } from './support/shell-blocks';

const root = path.join(__dirname, '../../..');
const examples = readdirSync(path.join(root, 'examples')).filter((name) => /^\d\d-/.test(name));
const page = (file: string) => readFileSync(path.join(root, file), 'utf8');

test.each(['README.md', ...examples.map((name) => `examples/${name}/README.md`)])(
  'what %s tells to run does what it says',
  async (file) => {
    const blocks = shellBlocks(page(file)).filter((block) => !isNpm(block));
    expect(blocks.length).toBeGreaterThan(0);
    const { code, printed } = await runBlocks(blocks, folderOf(file), await freePort());
    for (const [index, { line, expected }] of blocks.entries()) {
      if (expected === undefined) continue;
      const what = `${file}:${line}`;
      expect([what, comparable(printed[index] ?? '')]).toEqual([what, comparable(expected)]);
    }
    expect({ code, rest: printed.slice(blocks.length).join('') }).toEqual({ code: 0, rest: '' });
  },
  120_000,
);

test.each(['README.md', 'CONTRIBUTING.md'])('the npm scripts that %s names exist', (file) => {
  const named = shellBlocks(page(file)).filter(isNpm).flatMap(npmScripts);
  const { scripts } = JSON.parse(page('package.json'));
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});

test('every example has its page, and README.md names each', () => {
  expect(examples.length).toBeGreaterThan(0);
  for (const name of examples) {
    expect(existsSync(path.join(root, 'examples', name, 'README.md'))).toBe(true);
    expect(page('README.md')).toContain(`examples/${name}`);
  }
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(pages)('the links of %s lead somewhere', (file) => {
  const links = [...page(file).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)].map(([, to]) => to!);
  const broken = links.filter((to) => !existsSync(path.join(root, path.dirname(file), to)));
  expect(broken).toEqual([]);
});

/** A copy of an example's folder, or an empty folder for the page at the top. */
function folderOf(file: string): string {
  const dir = path.join(tempDir(), 'folder');
  if (file === 'README.md') mkdirSync(dir);
  else cpSync(path.join(root, path.dirname(file)), dir, { recursive: true });
  return dir;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
