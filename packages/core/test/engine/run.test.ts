import { setTimeout as sleep } from 'node:timers/promises';
import { createRun, inFlight, type RunOptions, ServiceError, type Source } from '@dynamodb-migrate/core';

function records(count: number, pageSize = 7): Source {
  return {
    name: (page, index) => `n ${page.records.at(index)}`,
    async *[Symbol.asyncIterator]() {
      for (let start = 0; start < count; start += pageSize) {
        const length = Math.min(pageSize, count - start);
        yield { segment: 0, first: start + 1, records: Array.from({ length }, (_, i) => start + i) };
      }
    },
  };
}

function run(options: Partial<RunOptions>) {
  return createRun({ source: records(20), migrate: () => undefined, ...options });
}

describe('createRun', () => {
  test('hands over every record in order and finishes once', async () => {
    const seen: unknown[] = [];
    const finish = jest.fn();
    const migrate = (record: unknown) => {
      seen.push(record);
      return undefined;
    };
    await expect(run({ migrate, finish }).start()).resolves.toMatchObject({ state: 'succeeded', records: 20 });
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(finish).toHaveBeenCalledTimes(1);
  });

  test.each([1, 3, 10])('keeps at most %i records in flight', async (concurrency) => {
    let now = 0;
    let most = 0;
    const migrate = async () => {
      most = Math.max(most, ++now);
      await sleep(1);
      now--;
    };
    await run({ migrate, concurrency }).start();
    expect(most).toBe(concurrency);
  });

  test('the first error stops new records, lets those in flight settle, and names the record', async () => {
    const settled: unknown[] = [];
    const finish = jest.fn();
    const migrate = async (record: unknown) => {
      await sleep(record === 2 ? 1 : 15);
      if (record === 2) throw new Error('bad record');
      settled.push(record);
    };
    const result = await run({ source: records(200), migrate, finish, concurrency: 4 }).start();
    expect(result).toMatchObject({ state: 'failed', errors: 1 });
    expect(result.failures).toMatchObject([{ record: 'n 2', message: 'bad record' }]);
    expect(settled.length).toBeGreaterThanOrEqual(3);
    expect(settled.length).toBeLessThan(8);
    expect(finish).not.toHaveBeenCalled();
  });

  test('a synchronous throw names its record', async () => {
    const migrate = (record: unknown) => {
      if (record === 5) throw new TypeError('no');
      return undefined;
    };
    const result = await run({ migrate }).start();
    expect(result).toMatchObject({ state: 'failed', records: 5 });
    expect(result.failures).toMatchObject([{ record: 'n 5', message: 'TypeError: no' }]);
  });

  test('an error of the source fails the run', async () => {
    const source: Source = {
      name: () => '',
      // biome-ignore lint/correctness/useYield: it fails before it has anything
      async *[Symbol.asyncIterator]() {
        throw new Error('no such table');
      },
    };
    const result = await run({ source }).start();
    expect(result.failures).toMatchObject([{ message: 'no such table' }]);
  });

  test('finish waits for operations that no record waits for, also for one that follows another', async () => {
    const operations = inFlight();
    const done: string[] = [];
    const send = operations.layer(
      async (operation) => {
        await sleep(5);
        done.push(operation);
        return {};
      },
      { region: 'r' },
    );
    const migrate = (record: unknown) => {
      if (record === 19) send('PutItem', {}).then(() => process.nextTick(() => send('DeleteItem', {})));
      return undefined;
    };
    const finish = () => {
      done.push('finish');
      return undefined;
    };
    await run({ migrate, finish, operations }).start();
    expect(done).toEqual(['PutItem', 'DeleteItem', 'finish']);
  });

  test('no record starts while more than 5 × concurrency operations are under way', async () => {
    const operations = inFlight();
    let most = 0;
    const send = operations.layer(() => sleep(1, {}), { region: 'r' });
    const migrate = () => {
      void send('PutItem', {});
      most = Math.max(most, operations.count());
      return undefined;
    };
    await run({ source: records(100), migrate, operations, concurrency: 2 }).start();
    expect(most).toBe(11);
    expect(operations.count()).toBe(0);
  });

  test('a failed operation fails the run and names the record, though the script swallowed it', async () => {
    const operations = inFlight();
    const send = operations.layer(() => Promise.reject(new Error('no capacity')), { region: 'r' });
    const migrate = (record: unknown) => {
      if (record === 3) send('UpdateItem', { TableName: 't' }).catch(() => {});
      return undefined;
    };
    const result = await run({ source: records(1000), migrate, operations }).start();
    expect(result.state).toBe('failed');
    expect(result.failures).toMatchObject([{ record: 'n 3', message: 'no capacity', during: 'UpdateItem on t' }]);
  });

  test('stop ends the run as interrupted, without finish', async () => {
    const finish = jest.fn();
    const it = run({
      source: records(1000),
      finish,
      migrate: async (record) => {
        if (record === 10) it.stop('SIGINT');
        await sleep(0);
      },
    });
    const result = await it.start();
    expect(result).toMatchObject({ state: 'interrupted', stoppedBy: 'SIGINT', records: 11 });
    expect(finish).not.toHaveBeenCalled();
  });

  test('records that never call back are named when nothing is left to wait for', async () => {
    const it = run({ migrate: (record) => (record === 4 ? new Promise(() => {}) : undefined) });
    const done = it.start();
    await sleep(5);
    it.drained();
    const result = await done;
    expect(result).toMatchObject({ state: 'failed', records: 4 });
    expect(result.failures[0]!.message).toBe('the script never called back for n 4');
  });

  test('a finish that never calls back ends the run unfinished', async () => {
    const it = run({ finish: () => new Promise(() => {}) });
    const done = it.start();
    await sleep(5);
    it.drained();
    await expect(done).resolves.toMatchObject({ state: 'succeeded', finished: false });
  });

  test('an error of finish fails the run', async () => {
    const result = await run({
      finish: () => {
        throw new Error('cannot count');
      },
    }).start();
    expect(result.failures).toMatchObject([{ message: 'cannot count', during: 'finish' }]);
  });

  test('untilDrained: ends only when nothing is left to do, and fails with what comes before', async () => {
    let ended = false;
    const late = run({ untilDrained: true });
    const result = late.start().then((value) => {
      ended = true;
      return value;
    });
    await sleep(50);
    expect({ ended, state: late.state }).toEqual({ ended: false, state: 'running' });
    late.fail(new Error('late'));
    late.drained();
    await expect(result).resolves.toMatchObject({ state: 'failed', finished: true, records: 20 });
  });

  test('untilDrained: a run that failed waits for a second', async () => {
    const failing = run({
      untilDrained: true,
      migrate: () => {
        throw new Error('no');
      },
    });
    const ended = failing.start();
    // What keeps the process alive is the caller's: the run's own second does not.
    const alive = setTimeout(() => {}, 10_000);
    await expect(ended).resolves.toMatchObject({ state: 'failed' });
    clearTimeout(alive);
  });

  test('a stopped run gives up on records that keep it waiting, and names them', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const stuck = run({ concurrency: 2, migrate: () => new Promise(() => {}) });
    const ended = stuck.start();
    await jest.advanceTimersByTimeAsync(10);
    stuck.stop('SIGTERM');
    await jest.advanceTimersByTimeAsync(19_900);
    expect(stuck.state).toBe('running');
    await jest.advanceTimersByTimeAsync(200);
    jest.useRealTimers();
    const { state, failures, stoppedBy } = await ended;
    expect({ state, stoppedBy }).toEqual({ state: 'failed', stoppedBy: 'SIGTERM' });
    expect(failures.map(({ message }) => message)).toEqual([
      'the script never called back for n 0',
      'the script never called back for n 1',
    ]);
  });

  test('maxErrors counts records, whatever failed in them and whatever they are called', async () => {
    const operations = inFlight();
    const target = { region: 'us-east-1' };
    const send = operations.layer(() => Promise.reject(new ServiceError('ValidationException', 'no')), target);
    const failed: unknown[] = [];
    const source = { ...records(400), name: () => 'one of many' };
    const migrate = async (record: unknown) => {
      await send('PutItem', { TableName: 't' }).catch(() => {});
      await send('DeleteItem', { TableName: 't' }).catch(() => {});
      throw new Error(`no ${record}`);
    };
    const onFailedRecord = ({ record }: { record: unknown }) => failed.push(record);
    const all = await createRun({ source, migrate, operations, onFailedRecord, maxErrors: 400 }).start();
    expect({ state: all.state, failed: failed.length, listed: all.failures.length }).toEqual({
      state: 'failed',
      failed: 400,
      listed: 100,
    });
    failed.length = 0;
    const refuse = (record: unknown) => Promise.reject(new Error(`no ${record}`));
    await createRun({ source, migrate: refuse, onFailedRecord, maxErrors: 150 }).start();
    expect(failed).toHaveLength(151);
  });
});
