import { setTimeout as sleep } from 'node:timers/promises';
import { createPositions, createRun, createUnsent, type Handed, type Item, type Source } from '@dynamodb-migrate/core';

const item = (n: number): Item => ({ id: { N: `${n}` } });

/** Pages of 5 records each. */
function records(pages: number): Source {
  return {
    name: (page, index) => `id ${(page.records.at(index) as any).id.N}`,
    async *[Symbol.asyncIterator]() {
      for (let n = 0; n < pages; n++) {
        const all = [0, 1, 2, 3, 4].map((i) => item(n * 5 + i));
        const next = n < pages - 1 ? { next: item(n * 5 + 4) } : {};
        yield { segment: 0, first: n * 5 + 1, records: all, ...(n > 0 && { start: item(n * 5 - 1) }), ...next };
      }
    },
  };
}

const number = (record: unknown) => Number((record as any).id.N);

test('a record that a request was made for is not passed before the request has ended', async () => {
  const unsent = createUnsent();
  const positions = createPositions();
  const passed = () => positions.now(['id']).get(0)?.records ?? 0;
  const seen: number[] = [];
  let waiting: Handed | undefined;
  const migrate = async (record: unknown) => {
    await sleep(1);
    if (number(record) === 3) waiting = unsent.handOut({}, 'PutItem', 't');
    if (number(record) === 8) waiting?.sent();
    if (number(record) === 12) waiting?.ended();
    seen.push(passed());
  };
  const result = await createRun({ source: records(4), migrate, unsent, positions }).start();
  expect(result).toMatchObject({ state: 'succeeded', errors: 0 });
  expect(seen.slice(3, 12)).toEqual(Array(9).fill(3));
  expect(seen.at(12)).toBe(12);
  expect(seen.at(-1)).toBe(19);
});

test('one that is never sent keeps its record from being passed, and the run from succeeding', async () => {
  const unsent = createUnsent();
  const positions = createPositions();
  const holders: object[] = [];
  const migrate = (record: unknown) => {
    if (number(record) === 3) unsent.handOut(holders, 'PutItem', 't');
    return undefined;
  };
  const result = await createRun({ source: records(4), migrate, unsent, positions }).start();
  expect(result).toMatchObject({ state: 'failed', errors: 1, records: 20 });
  expect(result.failures).toMatchObject([
    { record: 'id 3', message: 'PutItem on t was made and never sent, so it wrote nothing' },
  ]);
  expect(positions.now(['id']).get(0)?.records).toBe(3);
  expect(unsent.count()).toBe(0);
});

test('a run that is stopped says nothing of what it did not come to send', async () => {
  const unsent = createUnsent();
  const holders: object[] = [];
  const migrate = async () => {
    await sleep(1);
    unsent.handOut(holders, 'PutItem', 't');
  };
  const run = createRun({ source: records(4), migrate, unsent });
  setTimeout(() => run.stop('a test'), 8);
  await expect(run.start()).resolves.toMatchObject({ state: 'interrupted', errors: 0 });
});

test('does not hold more than a million', () => {
  const unsent = createUnsent();
  const holder = {};
  const make = () => {
    for (let i = 0; i <= 1_000_000; i++) unsent.handOut(holder, 'PutItem', 't');
  };
  expect(make).toThrow('PutItem was made behind a million requests that have not been sent');
  unsent.report(() => {});
  unsent.giveUp();
  expect(unsent.count()).toBe(0);
});
