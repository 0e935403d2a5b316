import { readdirSync } from 'node:fs';
import { tempDir } from '@dynamodb-migrate/test-tools';
import type { Change } from '../../src/rollback/change';
import { partition } from '../../src/rollback/partition';

async function* changes(): AsyncGenerator<Change> {
  for (let seq = 1; seq <= 300; seq++) {
    const key = { id: { S: `item\u2028${seq % 100}` } };
    const write = { kind: 'put', table: 't', item: { ...key, text: { S: 'line\nbreak\u2028\u2029' } } } as const;
    yield { seq, region: 'r', table: 't', key, write, done: true, before: null };
  }
}

test.each([1, 2, 7])('all changes of an item are in one of %d parts, in order', async (parts) => {
  const dir = tempDir();
  const seen = new Map<string, number[]>();
  let count = 0;
  for await (const part of partition(changes(), parts, dir)) {
    count++;
    for (const [id, found] of part) {
      expect(seen.has(id)).toBe(false);
      expect(found[0]!.write).toMatchObject({ item: { text: { S: 'line\nbreak\u2028\u2029' } } });
      seen.set(
        id,
        found.map(({ seq }) => seq),
      );
    }
  }
  expect(count).toBe(parts);
  expect(seen.size).toBe(100);
  for (const [first, second, third] of seen.values()) expect([second, third]).toEqual([first! + 100, first! + 200]);
  expect(readdirSync(dir)).toEqual([]);
});
