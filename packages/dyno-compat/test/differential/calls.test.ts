import type { Item } from '@dynamodb-migrate/core';
import { differential } from './harness/differential';
import { outcome, result, settled } from './harness/outcome';

const contents: Item[] = [
  { id: { S: 'a' }, n: { N: '1' }, list: { L: [{ S: 'x' }] } },
  { id: { S: 'b' }, n: { N: '2' }, colours: { SS: ['blue', 'red'] } },
];
const Key = { id: 'a' };

/** A call of each method that takes params and a callback, valid and changing something where it writes. */
const calls: { [method: string]: (table: string) => object } = {
  getItem: () => ({ Key }),
  putItem: () => ({ Item: { id: 'c', n: 3 } }),
  updateItem: () => ({
    Key,
    UpdateExpression: 'SET n = :n',
    ExpressionAttributeValues: { ':n': 9 },
    ReturnValues: 'ALL_NEW',
  }),
  deleteItem: () => ({ Key, ReturnValues: 'ALL_OLD' }),
  query: () => ({ KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': 'b' } }),
  scan: () => ({ FilterExpression: 'n > :n', ExpressionAttributeValues: { ':n': 1 } }),
  batchGetItem: (table) => ({ RequestItems: { [table]: { Keys: [Key, { id: 'none' }] } } }),
  batchWriteItem: (table) => ({
    RequestItems: { [table]: [{ PutRequest: { Item: { id: 'd' } } }, { DeleteRequest: { Key } }] },
  }),
  describeTable: () => ({}),
};
const methods = Object.keys(calls).filter((method) => method !== 'describeTable');

const tableFacts = (data: any) => ({
  keys: Object.keys(data),
  name: data.Table.TableName,
  schema: data.Table.KeySchema,
  created: data.Table.CreationDateTime instanceof Date,
});

differential('calls', { contents }, ({ same }) => {
  describe('the client object', () => {
    same('has the same enumerable keys, and the same statics', ({ dyno, Dyno }) => [
      Object.keys(dyno).sort(),
      Object.keys(dyno)
        .map((key) => [key, typeof dyno[key]])
        .sort(),
      Object.keys(Dyno).sort(),
      Object.getPrototypeOf(dyno) === Object.prototype,
      dyno.defaultTable,
    ]);
    same('keeps its configuration, fit for JSON', ({ client }) => {
      const options = {
        maxRetries: 3,
        sessionToken: 'token',
        httpOptions: { timeout: 100 },
        retryDelayOptions: { base: 2 },
      };
      return [client().config, client(options).config, JSON.parse(JSON.stringify(client(options).config))];
    });
    same('can be made with new', ({ Dyno, table }) => Object.keys(new Dyno({ table, region: 'us-east-1' })).sort());
    same('refuses to be made without options, table or region', ({ Dyno }) => [
      result(() => Dyno()),
      result(() => Dyno({})),
      result(() => Dyno({ region: 'us-east-1' })),
      result(() => Dyno({ table: 'a' })),
    ]);
    same(
      'shares the connection of another through dynoInstance, and refuses connection options with it',
      async (side) => {
        const shared = side.Dyno({ dynoInstance: side.dyno });
        return [
          Object.keys(shared).sort(),
          shared.config,
          shared._client === side.dyno._client,
          await outcome((callback) => shared.getItem({ Key }, callback)),
          result(() => side.Dyno({ dynoInstance: side.dyno, region: 'us-east-1' })),
          result(() => side.Dyno({ dynoInstance: side.dyno, table: 'b' })),
        ];
      },
    );
  });

  describe('call forms', () => {
    for (const method of methods) {
      same(`${method}(params, callback)`, ({ dyno, table }) =>
        outcome((done) => dyno[method](calls[method](table), done)),
      );
      same(`${method}Async(params)`, ({ dyno, table }) => settled(dyno[`${method}Async`](calls[method](table))));
      same(`${method}(params) sends nothing until told to, and can be sent twice`, async ({ through, table }) => {
        const { dyno, requests } = through();
        const request = dyno[method](calls[method](table));
        await new Promise((resolve) => setTimeout(resolve, 10));
        const before = requests().length;
        const sent = await outcome((done) => request.send(done));
        return [request, typeof request.then, before, sent, await settled(request.promise()), requests()];
      });
      same(`${method} works unbound, and leaves params as they were`, async ({ dyno, table }) => {
        const unbound = dyno[method];
        const params = calls[method](table);
        return [await outcome((done) => unbound(params, done)), params];
      });
    }
    same('describeTable in all its forms', async ({ dyno }) => {
      const shapes: unknown[] = [];
      for (const args of [[], [{}], [null], [undefined], [{ TableName: dyno.config.params.TableName }]]) {
        const { args: given, ...rest } = await outcome((done) => dyno.describeTable(...args, done));
        shapes.push({ ...rest, error: given![0], facts: given![1] && tableFacts(given![1]), count: given!.length });
      }
      return [
        ...shapes,
        tableFacts(await dyno.describeTable().promise()),
        tableFacts(await dyno.describeTableAsync({})),
      ];
    });
    same('listTables with and without params', async ({ dyno }) => {
      const names = (data: any) => data?.TableNames.includes(dyno.config.params.TableName);
      const first = await outcome((done) => dyno.listTables(done));
      const second = await outcome((done) => dyno.listTables({}, done));
      return [
        first.args![0],
        names(first.args![1]),
        second.args![0],
        names(second.args![1]),
        first.returned,
        first.self,
      ];
    });
    for (const method of ['getItem', 'query', 'scan', 'putItem']) {
      same(`${method}(callback)`, ({ dyno }) => outcome((done) => dyno[method](done)));
    }
    same('scanAsync()', ({ dyno }) => settled(dyno.scanAsync()));
    same('promise() gives data with a hidden $response, a callback does not', async ({ dyno }) => {
      const promised = await dyno.getItem({ Key }).promise();
      const { args } = await outcome((done) => dyno.getItem({ Key }, done));
      const has = (data: object) => [Object.keys(data), typeof (data as any).$response, '$metadata' in data];
      return [has(promised), has(args![1] as object), typeof promised.$response.requestId];
    });
    same('a request is not thenable', async ({ dyno }) => await dyno.getItem({ Key }));
    same('what is put is what it was when it was put', async ({ dyno }) => {
      const Item = { id: 'z', deep: { list: [1] }, buffer: Buffer.from('abc') };
      const put = outcome((done) => {
        dyno.putItem({ Item }, done);
        Item.id = 'changed';
        Item.deep.list.push(2);
      });
      return put;
    });
    same('params of a request can be edited before it is sent', async ({ dyno }) => {
      const params: any = { Item: { id: 'q', n: 1 } };
      const request = dyno.putItem(params);
      params.ReturnValues = 'NONSENSE';
      request.params.Item = { id: 'edited' };
      request.params.ReturnConsumedCapacity = 'TOTAL';
      return [Object.keys(request.params).sort(), await settled(request.promise())];
    });
    same('client-side validation calls back before the call returns', async ({ dyno }) => {
      await dyno.getItem({ Key }).promise();
      return outcome((done) => dyno.getItem({}, done));
    });
    same('a throw inside such a callback is a throw of the call', async ({ dyno }) => {
      await dyno.getItem({ Key }).promise();
      const { threw }: any = result(() =>
        dyno.getItem({}, () => {
          throw new TypeError('mine');
        }),
      );
      return [threw.name, threw.message];
    });
  });

  describe('requests', () => {
    const events = [
      ...['validate', 'build', 'sign', 'send', 'httpHeaders', 'httpData', 'httpDone', 'retry', 'afterRetry'],
      ...['extractData', 'extractError', 'success', 'error', 'complete'],
    ];

    async function happenings(request: any) {
      const seen: string[] = [];
      for (const event of events) request.on(event, () => seen.push(event));
      const came = await outcome((done) => request.send(done));
      return [seen.filter((event, i) => event !== 'httpData' || seen[i - 1] !== 'httpData'), came];
    }

    same('events of a success', ({ dyno }) => happenings(dyno.getItem({ Key })));
    same('events of a service error', ({ dyno }) => happenings(dyno.getItem({ Key, TableName: 'no-such-table' })));
    same('events of a client-side error', ({ dyno }) => happenings(dyno.getItem({})));
    same('what listeners are given', async ({ dyno }) => {
      const seen: unknown[] = [];
      const request = dyno.getItem({ Key, ReturnConsumedCapacity: 'TOTAL' });
      request.on('success', (response: any) =>
        seen.push(['success', response.data, response.error, response.retryCount]),
      );
      request.on('complete', (response: any) =>
        seen.push(['complete', response.httpResponse.statusCode, response.request]),
      );
      const failing = dyno.getItem({ Key: { nope: 1 } });
      failing.on('error', (error: any, response: any) => seen.push(['error', error, response.data]));
      failing.on('retry', (response: any) => seen.push(['retry', response.error, response.retryCount]));
      await settled(request.promise());
      await settled(failing.promise());
      return seen;
    });
    same('what is sent and answered can be looked at', async ({ dyno }) => {
      const request = dyno.getItem({ Key });
      const seen: unknown[] = [request.httpRequest.method, request.httpRequest.path];
      request.on('build', ({ httpRequest: { body, headers } }: any) => {
        seen.push(JSON.parse(body), headers['X-Amz-Target'], headers['Content-Type']);
      });
      await request.promise();
      const { statusCode, statusMessage, body } = request.response.httpResponse;
      return [...seen, statusCode, statusMessage, Buffer.isBuffer(body), JSON.parse(body)];
    });
    same('on() chains, listeners can be taken away', async ({ dyno }) => {
      const seen: string[] = [];
      const request = dyno.getItem({ Key });
      const gone = () => seen.push('gone');
      const chained = request.on('success', () => seen.push('kept')).on('success', gone) === request;
      request.removeListener('success', gone);
      await request.promise();
      const counts = request.listeners('success').length > 0;
      request.removeAllListeners('success');
      return [chained, seen, counts, request.listeners('success').length, typeof request.once, typeof request.emit];
    });
    same('keys that scripts look at', async ({ dyno }) => {
      const request = dyno.query(calls.query(''));
      const before = [request.operation, request.params, request.isPageable()];
      const response = await new Promise<any>((resolve) => request.on('complete', resolve).send());
      return [
        before,
        Object.keys(request)
          .filter((key) => ['operation', 'params', 'httpRequest', 'startTime', 'response'].includes(key))
          .sort(),
        [response.data, response.error, response.retryCount, response.redirectCount, typeof response.requestId],
        [response.httpResponse.statusCode, typeof response.httpResponse.headers['x-amzn-requestid']],
        [response.hasNextPage(), response.nextPage()],
      ];
    });
    same('nextPage() asks for the page behind', async ({ dyno }) => {
      const request = dyno.scan({ Limit: 1 });
      const first = await new Promise<any>((resolve) => request.on('complete', resolve).send());
      const second = await outcome((done) => first.nextPage(done));
      return [first.data, first.hasNextPage(), second];
    });
    same('eachPage goes through the pages and then calls with null', async ({ dyno }) => {
      const pages: unknown[] = [];
      await new Promise<void>((resolve) =>
        dyno.scan({ Limit: 1 }).eachPage((error: unknown, data: any) => {
          pages.push([error, data]);
          if (error || !data) resolve();
        }),
      );
      return pages;
    });
    same('eachPage waits for done, and stops at false', async ({ dyno }) => {
      const pages: unknown[] = [];
      await new Promise<void>((resolve) =>
        dyno.scan({ Limit: 1 }).eachPage((error: unknown, data: any, done: () => void) => {
          pages.push([error, data?.Count]);
          if (data) setTimeout(done, 5);
          else resolve();
        }),
      );
      let stopped = 0;
      await new Promise<void>((resolve) =>
        dyno.scan({ Limit: 1 }).eachPage(() => {
          stopped += 1;
          setTimeout(resolve, 50);
          return false;
        }),
      );
      return [pages, stopped];
    });
    same('eachItem', async ({ dyno }) => {
      const items: unknown[] = [];
      await new Promise<void>((resolve) =>
        dyno.scan({ Limit: 1 }).eachItem((error: unknown, item: unknown) => {
          items.push([error, item]);
          if (!item) resolve();
        }),
      );
      return items;
    });
    same('eachPage of an error', async ({ dyno }) => {
      const failing = dyno.scan({ TableName: 'no-such-table' });
      return new Promise((resolve) => failing.eachPage((error: unknown, data: unknown) => resolve([error, data])));
    });
    same('abort() while under way', ({ dyno }) =>
      outcome((done) => {
        const request = dyno.getItem({ Key });
        request.on('send', () => setImmediate(() => request.abort()));
        request.send(done);
        return undefined;
      }),
    );
    same('a listener of validate that throws is an error of the call', async ({ dyno }) => {
      const request = dyno.getItem({ Key }).on('validate', () => {
        throw new TypeError('mine');
      });
      const { args, ...rest } = await outcome((done) => request.send(done));
      const [error, data]: any = args;
      return [error.name, error.message, error.code, data, rest];
    });
  });

  describe('the default table', () => {
    same('stands in for undefined and null', async ({ dyno }) => [
      await settled(dyno.getItemAsync({ Key, TableName: undefined })),
      await settled(dyno.getItemAsync({ Key, TableName: null })),
    ]);
    same('gives way to another', ({ dyno }) =>
      outcome((done) => dyno.putItem({ TableName: 'no-such-table', Item: { id: 'a' } }, done)),
    );
    same('is in every request that takes one, and in no other', async ({ through, table }) => {
      const { dyno, requests } = through();
      for (const method of Object.keys(calls)) await dyno[method](calls[method](table)).promise();
      await dyno.listTables({}).promise();
      return requests();
    });
  });

  describe('responses', () => {
    same('missing items, no attributes, COUNT', async ({ dyno }) => [
      await dyno.getItemAsync({ Key: { id: 'none' } }),
      await dyno.updateItemAsync({ Key, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': 1 } }),
      await dyno.deleteItemAsync({ Key: { id: 'none' }, ReturnValues: 'ALL_OLD' }),
      await dyno.scanAsync({ Select: 'COUNT' }),
      await dyno.scanAsync({ Limit: 1 }),
      await dyno.putItemAsync({ Item: { id: 'a', other: true }, ReturnValues: 'ALL_OLD' }),
    ]);
    same('consumed capacity when asked for', async ({ dyno, table }) => [
      await dyno.getItemAsync({ Key, ReturnConsumedCapacity: 'TOTAL' }),
      await dyno.scanAsync({ ReturnConsumedCapacity: 'INDEXES' }),
      await dyno.batchGetItemAsync({ ...calls.batchGetItem(table), ReturnConsumedCapacity: 'TOTAL' }),
      await dyno.batchWriteItemAsync({ ...calls.batchWriteItem(table), ReturnConsumedCapacity: 'TOTAL' }),
    ]);
  });
});
