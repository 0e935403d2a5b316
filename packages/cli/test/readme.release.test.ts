import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { comparable, runBlocks } from './support/run-blocks';
import { isNpm, shellBlocks } from './support/shell-blocks';

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
