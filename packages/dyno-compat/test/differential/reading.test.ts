import type { Item } from '@dynamodb-migrate/core';
import { onOperations, throttle } from '@dynamodb-migrate/test-tools';
import { differential } from './harness/differential';
import { outcome, result, settled } from './harness/outcome';

const contents: Item[] = Array.from({ length: 7 }, (_, at) => ({
  id: { S: 'a' },
  at: { N: String(at) },
  set: { NS: ['1'] },
  half: { BOOL: at % 2 === 0 },
}));
const ofA = { KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': 'a' } };
const reads: [string, object][] = [
  ['query', ofA],
  ['scan', {}],
];

const aggregates = ['Count', 'ScannedCount', 'LastEvaluatedKey', 'ConsumedCapacity'];

/** Reads a stream to its end or error, and tells what it emitted. */
function drained(stream: any): Promise<unknown> {
  const seen: unknown[] = [aggregates.map((name) => [name, name in stream, stream[name]])];
  return new Promise((resolve) => {
    const finished = () =>
      setImmediate(() => resolve([...seen, aggregates.map((name) => [name, name in stream, stream[name]])]));
    stream.on('validate', (request: any) => seen.push(['validate', request.operation, request.params]));
    stream.on('data', (item: unknown) => seen.push(['data', item]));
    stream.on('end', () => seen.push('end'));
    stream.on('close', () => {
      seen.push('close');
      finished();
    });
    stream.on('error', (error: unknown) => {
      seen.push(['error', error, stream.destroyed]);
      setTimeout(finished, 20);
    });
  });
}

differential('reading', { shape: { hash: ['id', 'S'], range: ['at', 'N'] }, contents }, ({ same }) => {
  for (const [method, params] of reads) {
    describe(method, () => {
      for (const Pages of [1, 2, 100, Number.POSITIVE_INFINITY, 1.5, Number.NaN, 0, -1, '2', true, undefined, null]) {
        same(`Pages ${Pages}`, ({ dyno }) => outcome((done) => dyno[method]({ ...params, Limit: 3, Pages }, done)));
      }
      same('Pages with consumed capacity and a filter', async ({ through }) => {
        const { dyno, requests } = through();
        const input = { ...params, Limit: 2, Pages: 3, FilterExpression: 'half = :t', ReturnConsumedCapacity: 'TOTAL' };
        const values = { ...ofA.ExpressionAttributeValues, ':t': true };
        const ExpressionAttributeValues = method === 'query' ? values : { ':t': true };
        return [await outcome((done) => dyno[method]({ ...input, ExpressionAttributeValues }, done)), requests()];
      });
      same('Pages through a promise', ({ dyno }) => settled(dyno[`${method}Async`]({ ...params, Limit: 3, Pages: 2 })));
      same('Pages without a callback', ({ dyno }) => {
        const { threw }: any = result(() => dyno[method]({ ...params, Pages: 1 }));
        return threw.name;
      });
      same('Pages of an error', ({ dyno }) =>
        outcome((done) => dyno[method]({ ...params, Pages: 2, TableName: 'no-such-table' }, done)),
      );
      same('Pages of an error on the second page', async ({ through }) => {
        const { dyno } = through((_, index) => (index > 0 ? throttle : undefined), { maxRetries: 0 });
        return outcome((done) => dyno[method]({ ...params, Limit: 3, Pages: 3 }, done));
      });

      same('as a stream', ({ dyno }) => drained(dyno[`${method}Stream`](params)));
      same('as a stream of many pages', ({ dyno }) =>
        drained(dyno[`${method}Stream`]({ ...params, Limit: 2, ReturnConsumedCapacity: 'TOTAL' })),
      );
      same('as a stream of some pages', ({ dyno }) =>
        drained(dyno[`${method}Stream`]({ ...params, Limit: 2 }, { pages: 2 })),
      );
      same('as a stream from a key on', ({ dyno }) =>
        drained(dyno[`${method}Stream`]({ ...params, ExclusiveStartKey: { id: 'a', at: 3 } })),
      );
      same('as a stream that fails', ({ dyno }) =>
        drained(dyno[`${method}Stream`]({ ...params, TableName: 'no-such-table' })),
      );
      same('as a stream that fails on the second page', ({ through }) => {
        const { dyno } = through((_, index) => (index > 0 ? throttle : undefined), { maxRetries: 0 });
        return drained(dyno[`${method}Stream`]({ ...params, Limit: 3 }));
      });
      same('as a stream that is retried', ({ through }) => {
        const { dyno } = through(onOperations([method === 'scan' ? 'Scan' : 'Query'], throttle, 1));
        return drained(dyno[`${method}Stream`](params));
      });
      same('a stream asks for nothing until it is read, and has options', async ({ through }) => {
        const { dyno, requests } = through();
        const stream = dyno[`${method}Stream`](params, { highWaterMark: 2 });
        const other = dyno[`${method}Stream`](params);
        await new Promise((resolve) => setTimeout(resolve, 10));
        const sent = requests().length;
        return [
          sent,
          [stream.readableObjectMode, stream.readableHighWaterMark, other.readableHighWaterMark],
          [await drained(stream), requests()],
        ];
      });
      same('a stream of no params', async ({ dyno }) =>
        method === 'scan' ? drained(dyno.scanStream()) : settled(drained(dyno.queryStream({}))),
      );
      same('a stream in a for await loop', async ({ dyno }) => {
        const seen: unknown[] = [];
        for await (const item of dyno[`${method}Stream`]({ ...params, Limit: 3 })) seen.push(item);
        return seen;
      });
    });
  }
  same('a stream of a segment', async ({ dyno }) => [
    await drained(dyno.scanStream({ TotalSegments: 2, Segment: 0 })),
    await drained(dyno.scanStream({ TotalSegments: 2, Segment: 1 })),
  ]);
  same('a stream can be piped', async ({ dyno }) => {
    const { Writable } = require('node:stream');
    const seen: unknown[] = [];
    const writable = new Writable({
      objectMode: true,
      write(item: unknown, _: string, done: () => void) {
        seen.push(item);
        done();
      },
    });
    await new Promise((resolve) => dyno.scanStream({ Limit: 2 }).pipe(writable).on('finish', resolve));
    return seen;
  });
});
