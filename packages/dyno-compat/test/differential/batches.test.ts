import type { Item, Wire } from '@dynamodb-migrate/core';
import { answerWith, type FaultPlan, internalError, serviceError } from '@dynamodb-migrate/test-tools';
import { differential } from './harness/differential';
import { outcome, result } from './harness/outcome';

const contents: Item[] = Array.from({ length: 12 }, (_, i) => ({ id: { S: `item-${11 * i}` }, set: { SS: ['x'] } }));
const puts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ PutRequest: { Item: { id: `new-${i}`, buffer: Buffer.from([i]) } } }));
const keys = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `item-${i}` }));
const refused = serviceError('ValidationException');

const nothingWritten = answerWith(({ RequestItems }) => ({ UnprocessedItems: RequestItems }));
const nothingRead = answerWith(({ RequestItems }) => ({ Responses: {}, UnprocessedKeys: RequestItems }));
/** The first `times` requests come back unprocessed. */
const unprocessed = (times: number): FaultPlan => {
  const plan = (operation: string) => (operation === 'BatchWriteItem' ? nothingWritten : nothingRead);
  return (operation, index) => (index < times ? plan(operation) : undefined);
};

/** What was asked for, with items in one order, since batches may be sent side by side. */
const sorted = (requests: unknown[]) => (requests as Wire[]).map((request) => JSON.stringify(request)).sort();
const items = (data: any, table: string) =>
  data?.Responses?.[table]?.map(({ id, set }: any) => [id, set.values]).sort();

differential('batches', { contents }, ({ same }) => {
  describe('batchWriteItemRequests', () => {
    const shapes = (requests: any) =>
      requests.map(({ operation, params }: any) => [operation, JSON.parse(JSON.stringify(params))]);
    same('are unsent requests of 25', async ({ through, table }) => {
      const { dyno, requests } = through();
      const set = dyno.batchWriteItemRequests({ RequestItems: { [table]: puts(60) }, ReturnConsumedCapacity: 'TOTAL' });
      return [Array.isArray(set), set.length, Object.keys(set), shapes(set), requests()];
    });
    same('count across tables', ({ dyno, table }) =>
      shapes(dyno.batchWriteItemRequests({ RequestItems: { [table]: puts(20), other: puts(20), third: puts(1) } })),
    );
    same('keep deletes and puts in order', ({ dyno, table }) =>
      shapes(
        dyno.batchWriteItemRequests({
          RequestItems: { [table]: [...puts(2), { DeleteRequest: { Key: { id: 'x' } } }] },
        }),
      ),
    );
    same('of nothing', ({ dyno }) => shapes(dyno.batchWriteItemRequests({ RequestItems: {} })));
    same('of empty lists', ({ dyno, table }) => [
      shapes(dyno.batchWriteItemRequests({ RequestItems: { [table]: [] } })),
      shapes(dyno.batchWriteItemRequests({ RequestItems: { [table]: puts(1), other: [] } })),
      shapes(dyno.batchGetItemRequests({ RequestItems: { [table]: { Keys: [] } } })),
    ]);
    same('of big items stay under 16 MB', ({ dyno, table }) => {
      const big = Array.from({ length: 10 }, (_, i) => ({
        PutRequest: { Item: { id: `${i}`, s: 'x'.repeat(4_000_000) } },
      }));
      return dyno
        .batchWriteItemRequests({ RequestItems: { [table]: big } })
        .map(({ params }: any) => params.RequestItems[table].length);
    });
    for (const params of [undefined, {}]) {
      same(`of ${JSON.stringify(params)} throw alike`, ({ dyno }) => {
        const { threw, returned }: any = result(() => dyno.batchWriteItemRequests(params));
        return [threw?.name, returned?.length];
      });
    }
    for (const concurrency of [1, 3]) {
      same(`sendAll(${concurrency}, callback)`, ({ dyno, table }) =>
        outcome((done) =>
          dyno.batchWriteItemRequests({ RequestItems: { [table]: puts(60) } }).sendAll(concurrency, done),
        ),
      );
    }
    same('sendAll(callback)', ({ dyno, table }) =>
      outcome((done) => dyno.batchWriteItemRequests({ RequestItems: { [table]: puts(30) } }).sendAll(done)),
    );
    same('sendAll with a request that fails, and a hole', ({ through, table }) => {
      const { dyno } = through([undefined, refused]);
      const set = dyno.batchWriteItemRequests({ RequestItems: { [table]: puts(90) } });
      set[2] = null;
      return outcome((done) => set.sendAll(1, done));
    });
    same('sendAll with unprocessed items, sent again', async ({ through, table }) => {
      const { dyno, requests } = through([undefined, nothingWritten]);
      const first = await outcome((done) =>
        dyno.batchWriteItemRequests({ RequestItems: { [table]: puts(60) } }).sendAll(1, done),
      );
      const again: any = first.args![2];
      return [first, typeof again.sendAll, await outcome((done) => again.sendAll(2, done)), sorted(requests())];
    });
    same('requests can be sent one by one', async ({ dyno, table }) => {
      const [first, second] = dyno.batchWriteItemRequests({ RequestItems: { [table]: puts(30) } });
      return [await outcome((done) => first.send(done)), await second.promise()];
    });
  });

  describe('batchGetItemRequests', () => {
    same('are unsent requests of 100', ({ dyno, table }) =>
      dyno
        .batchGetItemRequests({ RequestItems: { [table]: { Keys: keys(130) } }, ReturnConsumedCapacity: 'TOTAL' })
        .map((request: any) => request.params),
    );
    same('sendAll', async ({ dyno, table }) => {
      const set = dyno.batchGetItemRequests({ RequestItems: { [table]: { Keys: keys(130) } } });
      const { args, ...rest } = await outcome((done) => set.sendAll(2, done));
      const [errors, data, left]: any = args;
      return [rest, errors, data.map((page: any) => [Object.keys(page).sort(), items(page, table)]), left];
    });
    same('sendAll with unprocessed keys and an error', async ({ through, table }) => {
      const { dyno } = through([nothingRead, refused]);
      const set = dyno.batchGetItemRequests({ RequestItems: { [table]: { Keys: keys(130) } } });
      const { args } = await outcome((done) => set.sendAll(done));
      const [errors, data, left]: any = args;
      const again = await outcome((done) => left.sendAll(done));
      return [errors, data, left.length, left[0].params, again.args![0], items((again.args![1] as any)[0], table)];
    });
  });

  describe('batchWriteAll', () => {
    const all = (dyno: any, table: string, count: number, ...args: unknown[]) =>
      outcome((done) => dyno.batchWriteAll({ RequestItems: { [table]: puts(count) } }).sendAll(...args, done));
    same('writes all', ({ dyno, table }) => all(dyno, table, 60));
    same('writes all side by side', ({ dyno, table }) => all(dyno, table, 60, 4));
    same('sends unprocessed items again', async ({ through, table }) => {
      const { dyno, requests } = through(unprocessed(3));
      return [await all(dyno, table, 30), sorted(requests())];
    });
    same('adds up the capacity', ({ dyno, table }) =>
      outcome((done) =>
        dyno.batchWriteAll({ RequestItems: { [table]: puts(60) }, ReturnConsumedCapacity: 'TOTAL' }).sendAll(done),
      ),
    );
    same('gives an error when a batch fails, and writes the others', async ({ through, table }) => {
      const { dyno } = through([refused]);
      const { args } = await all(dyno, table, 60);
      return [args!.length, args![0]];
    });
    same('of nothing', async ({ dyno }) => {
      const { args } = await outcome((done) => dyno.batchWriteAll({ RequestItems: {} }).sendAll(done));
      return [args!.length, args![0]];
    });
  });

  describe('batchGetAll', () => {
    const all = async (dyno: any, table: string, count: number, ...rest: unknown[]) => {
      const RequestItems = { [table]: { Keys: keys(count) } };
      const seen = await outcome((done) =>
        dyno.batchGetAll({ RequestItems, ReturnConsumedCapacity: 'TOTAL' }).sendAll(...rest, done),
      );
      const [error, data]: any = seen.args;
      return [
        seen.args!.length,
        error,
        Object.keys(data).sort(),
        data.UnprocessedKeys,
        items(data, table),
        data.ConsumedCapacity,
      ];
    };
    same('reads all', ({ dyno, table }) => all(dyno, table, 130));
    same('reads all side by side', ({ dyno, table }) => all(dyno, table, 130, 5));
    same('asks again for unprocessed keys', async ({ through, table }) => {
      const { dyno, requests } = through(unprocessed(2));
      return [await all(dyno, table, 120), requests().length];
    });
    same('gives an error when a batch fails', async ({ through, table }) => {
      const { dyno } = through([refused]);
      const seen = await outcome((done) =>
        dyno.batchGetAll({ RequestItems: { [table]: { Keys: keys(130) } } }).sendAll(done),
      );
      return [seen.args!.length, seen.args![0]];
    });
  });

  describe('putStream', () => {
    const finished = (stream: any) =>
      new Promise((resolve) => {
        stream.on('error', (error: unknown) => setTimeout(resolve, 20, ['error', error]));
        stream.on('finish', () => resolve(['finish', stream.requestCount]));
      });
    const records = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `put-${i}`, n: i }));

    for (const count of [0, 1, 25, 60]) {
      same(`writes ${count} records`, ({ dyno }) => {
        const stream = dyno.putStream();
        for (const record of records(count)) stream.write(record);
        stream.end();
        return finished(stream);
      });
    }
    same('writes side by side', ({ dyno, Dyno }) => {
      const stream = dyno.putStream({ concurrency: 4 });
      for (const record of records(110)) stream.write({ ...record, set: Dyno.createSet(['x']) });
      stream.end();
      return finished(stream);
    });
    same('can be piped into', ({ dyno }) => {
      const { Readable } = require('node:stream');
      return finished(Readable.from(records(30)).pipe(dyno.putStream()));
    });
    same('end(callback)', async ({ dyno }) => {
      const stream = dyno.putStream();
      stream.write({ id: 'a' });
      await new Promise((resolve) => stream.end(resolve));
    });
    same('is a writable of objects', ({ dyno }) => {
      const stream = dyno.putStream();
      return [
        stream.requestCount,
        stream._writableState.objectMode,
        stream.writableHighWaterMark,
        stream.pipe === undefined,
      ];
    });
    same('emits the error of a batch', ({ dyno }) => {
      const stream = dyno.putStream();
      stream.write({ id: 5 });
      stream.end();
      return finished(stream);
    });
    same('emits the error of duplicate keys', ({ dyno }) => {
      const stream = dyno.putStream();
      stream.write({ id: 'a' });
      stream.write({ id: 'a' });
      stream.end();
      return finished(stream);
    });
    same('tells its retry listener of retries', async ({ through }) => {
      const seen: unknown[] = [];
      const stream = through([internalError]).dyno.putStream({
        retry: (response: any) => seen.push([response.error.code, Object.keys(response.request.params.RequestItems)]),
      });
      stream.write({ id: 'a' });
      stream.end();
      return [await finished(stream), seen];
    });
    same('sends unprocessed items again', async ({ through }) => {
      const stream = through(unprocessed(2)).dyno.putStream();
      for (const record of records(3)) stream.write(record);
      stream.end();
      return finished(stream);
    });
  });
});
