import { mkdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { comparable, runBlocks } from '../support/run-blocks';
import { shellBlocks } from '../support/shell-blocks';

const page = path.join(__dirname, '../../../../docs/moving-from-the-manual-workflow.md');

test('what the page for moving tells to do can be done', async () => {
  const blocks = shellBlocks(readFileSync(page, 'utf8'));
  const dir = path.join(tempDir(), 'folder');
  mkdirSync(dir);
  const { code, printed } = await runBlocks(blocks, dir, await freePort());
  for (const [index, { line, expected = '' }] of blocks.entries()) {
    expect([line, comparable(printed[index] ?? '')]).toEqual([line, comparable(expected)]);
  }
  expect({ code, rest: printed.slice(blocks.length).join('') }).toEqual({ code: 0, rest: '' });
}, 120_000);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
