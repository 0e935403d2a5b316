import { setTimeout as sleep } from 'node:timers/promises';
import {
  createPositions,
  createRun,
  type Item,
  inFlight,
  type Page,
  type RunOptions,
  type Source,
} from '@dynamodb-migrate/core';

const item = (n: number): Item => ({ id: { N: `${n}` } });

/** Pages of 5 records each, alternating between the segments. */
function segmented(pages: number, segments: number): Source {
  return {
    name: (page, index) => `id ${(page.records.at(index) as any).id.N}`,
    async *[Symbol.asyncIterator]() {
      for (let n = 0; n < pages; n++) {
        for (let segment = 0; segment < segments; segment++) {
          const base = segment * 1000 + n * 5;
          const page: Page = { segment, first: n * 5 + 1, records: [0, 1, 2, 3, 4].map((i) => item(base + i)) };
          if (n > 0) page.start = item(base - 1);
          if (n < pages - 1) page.next = item(base + 4);
          yield page;
        }
      }
    },
  };
}

const number = (record: unknown) => Number((record as any).id.N);

function start(options: Partial<RunOptions>) {
  const positions = createPositions();
  const run = createRun({ source: segmented(4, 1), migrate: () => undefined, positions, ...options });
  return { run, positions, now: () => positions.now(['id']) };
}

describe('positions', () => {
  test('after the last record every segment is done', async () => {
    const { run, now, positions } = start({ source: segmented(4, 3) });
    await run.start();
    expect([...now()]).toEqual([0, 1, 2].map((segment) => [segment, { key: null, records: 20 }]));
    expect(positions.ahead()).toBe(0);
  });

  test('a record that is not settled holds its segment back, whatever came behind it', async () => {
    let free!: () => void;
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const { run, now, positions } = start({
      concurrency: 3,
      migrate: async (record) => {
        if (number(record) === 7) await held;
        await sleep(0);
      },
    });
    const done = run.start();
    while (run.records < 19) await sleep(5);
    expect([...now()]).toEqual([[0, { key: item(6), records: 7 }]]);
    expect(positions.ahead()).toBe(13);
    free();
    await done;
    expect([...now()]).toEqual([[0, { key: null, records: 20 }]]);
  });

  test('so does an operation that the script did not wait for', async () => {
    const operations = inFlight();
    const send = operations.layer(() => sleep(30, {}), { region: 'r' });
    const { run, now } = start({
      operations,
      concurrency: 4,
      migrate: (record) => {
        if (number(record) === 5) void send('PutItem', {});
        return undefined;
      },
    });
    const done = run.start();
    await sleep(10);
    // The page's first record: the page goes on from behind the one before it.
    expect([...now()]).toEqual([[0, { key: item(4), records: 5 }]]);
    await done;
    expect([...now()]).toEqual([[0, { key: null, records: 20 }]]);
  });

  test('and a record that failed', async () => {
    const { run, now } = start({
      migrate: (record) => {
        if (number(record) === 12) throw new Error('no');
        return undefined;
      },
    });
    await run.start();
    expect([...now()]).toEqual([[0, { key: item(11), records: 12 }]]);
  });

  test('a segment whose first record is not settled has no position yet', async () => {
    const { run, now } = start({
      migrate: () => {
        throw new Error('no');
      },
    });
    await run.start();
    expect([...now()]).toEqual([]);
  });

  test('positions that a run was started from stay until it is past them', async () => {
    const positions = createPositions(new Map([[1, { key: null, records: 9 }]]));
    await createRun({ source: segmented(4, 1), migrate: () => undefined, positions }).start();
    expect([...positions.now(['id'])]).toEqual([
      [1, { key: null, records: 9 }],
      [0, { key: null, records: 20 }],
    ]);
  });
});

describe('maxErrors', () => {
  const odd = (record: unknown) => {
    if (number(record) % 2) throw new Error(`odd ${number(record)}`);
    return undefined;
  };

  test('lets a run go on past records that fail, and hands each of them over', async () => {
    const failed: string[] = [];
    const { run, now } = start({
      migrate: odd,
      maxErrors: 100,
      onFailedRecord: ({ page, index }, { message }) => failed.push(`${number(page.records.at(index))} ${message}`),
    });
    await expect(run.start()).resolves.toMatchObject({ state: 'failed', errors: 10, records: 10 });
    expect(failed).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19].map((n) => `${n} odd ${n}`));
    expect([...now()]).toEqual([[0, { key: null, records: 20 }]]);
  });

  test('stops at the first one beyond it', async () => {
    const { run } = start({ migrate: odd, maxErrors: 2 });
    await expect(run.start()).resolves.toMatchObject({ state: 'failed', errors: 3, records: 3 });
  });

  test('an error that would meet every record stops the run at once', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    const { run } = start({ maxErrors: 100, migrate: () => Promise.reject(denied) });
    await expect(run.start()).resolves.toMatchObject({ state: 'failed', errors: 1, records: 0 });
  });
});
