import { lintScript } from '../../src/lint/lint-script';

const found = (source: string, file = 'a.js') =>
  lintScript(file, source)
    .filter(({ rule }) => rule === 'unsent')
    .map(({ severity, line, message }) => `${severity}:${line} ${message}`);

/** Calls that make a request, each with what a finding calls it. */
const requests: [call: string, method: string][] = [
  ['dyno.updateItem(params)', 'updateItem'],
  ["dyno.putItem({ Item: { id: 'a' } })", 'putItem'],
  ['dyno?.deleteItem({ Key: { id: record.id } })', 'deleteItem'],
  ['dyno.batchWriteItem(params, undefined)', 'batchWriteItem'],
  ['dyno.batchWriteAll(params, 5)', 'batchWriteAll'],
  ['dyno.batchGetItemRequests(params)', 'batchGetItemRequests'],
  ['dyno.getItem(params)', 'getItem'],
  ['dyno.query({})', 'query'],
  ['dyno.scan()', 'scan'],
  ['dyno.batchGetItem(params)', 'batchGetItem'],
  ['dyno._docClient.put(params)', 'put'],
  ['dyno._tableFreeDocClient.batchWrite(params)', 'batchWrite'],
  ['dyno._client.updateItem(params)', 'updateItem'],
  ['other.putItem(params)', 'putItem'],
  ['both.write.putItem(params)', 'putItem'],
  ["require('dyno')(options).getItem(params)", 'getItem'],
  ['new Dyno(options).deleteItem(params)', 'deleteItem'],
];

const script = (body: string) => `const Dyno = require('@mapbox/dyno');
const other = Dyno(options), both = Dyno.multi(options, options);
module.exports = async (record, dyno, callback) => { const params = {}; if (!dyno) return;
${body}
};`;

const lost: { [name: string]: (request: string) => string } = {
  'is awaited': (request) => `await ${request};`,
  'is awaited for what it gives': (request) => `const { Item } = await ${request};`,
  'is dropped': (request) => `${request};`,
  'is dropped on purpose': (request) => `void ${request};`,
  'is dropped behind a condition': (request) => `record.a && ${request};`,
  'is one of two': (request) => `await (record.a ? ${request} : null);`,
  'is returned from an async function': (request) => `return ${request};`,
  'is returned to an array that waits': (request) => `await Promise.all(record.list.map((one) => ${request}));`,
  'is in an array that waits': (request) => `await Promise.all([wait(), ${request}]);`,
  'is returned to then': (request) => `wait().then(() => ${request});`,
  'is dropped for each': (request) => `record.list.forEach((one) => ${request});`,
  'is listened to': (request) => `${request}.on('complete', () => {}).on('error', () => {});`,
  'is kept and awaited': (request) => `const request = ${request}; await request;`,
  'is kept and forgotten': (request) => `const request = ${request};`,
};

const sent: { [name: string]: (request: string) => string } = {
  'by promise': (request) => `await ${request}.promise();`,
  'by promise, for each': (request) => `await Promise.all(record.list.map((one) => ${request}.promise()));`,
  'by send': (request) => `${request}.send(callback);`,
  'by send, behind its events': (request) => `${request}.on('complete', callback).send();`,
  'by its pages': (request) => `${request}.eachPage((error, page) => {});`,
  'by sendAll': (request) => `${request}.sendAll(callback);`,
  'from a variable': (request) => `const request = ${request}; await wait(); await request.promise();`,
  'by another function': (request) => `await send(${request});`,
  'from a list': (request) => `list.push(${request});`,
  'from a list that is made of others': (request) =>
    `const all = record.list.map((one) => ${request}); await send(all);`,
  'from a property': (request) => `this.request = ${request};`,
  'by who asked for it': (request) => `const make = () => ${request}; await make().promise();`,
};

const every = (ways: { [name: string]: (request: string) => string }) =>
  requests.flatMap(([call, method]) =>
    Object.entries(ways).map(([way, use]) => [call, way, script(use(call)), method] as const),
  );

describe('a request that is never sent', () => {
  test.each(every(lost))('%s %s', (call, _, source, method) => {
    const writes = /put|update|delete|write/i.test(method);
    const severity = writes ? 'error' : 'warning';
    const nothing = `never sent: it ${writes ? 'writes' : 'reads'} nothing`;
    expect({ call, found: found(source) }).toEqual({
      call,
      found: [`${severity}:4 what ${method} makes here is ${nothing}`],
    });
  });

  test.each([
    ['module.exports = (record, dyno) => dyno.putItem({});', 'a.js'],
    ['module.exports = (record, db, callback) => { db.putItem({ Item: record }); callback(); };', 'a.js'],
    ['module.exports = () => {};\nmodule.exports.finish = async (db) => { await db.putItem({}); };', 'a.js'],
    ['export default async (record: R, dyno: Dyno): Promise<void> => { await dyno!.putItem({} as X); };', 'a.ts'],
    [
      'import Dyno from "dyno";\nconst db = new Dyno({});\nexport default async () => { await db.putItem({}); };',
      'a.mjs',
    ],
    [
      'module.exports = async (r, dyno) => { await save(dyno); };\nasync function save(dyno) { await dyno.putItem({}); }',
      'a.js',
    ],
    ['module.exports = () => {};\nmodule.exports.finish = (db) => db.putItem({});', 'a.js'],
    ['export default async () => {};\nexport async function finish(db) { await db.putItem({}); }', 'a.mjs'],
    ['export default async () => {};\nexport const finish = async (db) => { await db.putItem({}); };', 'a.mjs'],
    ['module.exports = () => {};\nmodule.exports.down = async (record, db) => { await db.putItem({}); };', 'a.js'],
  ])('wherever it is: %j', (source, file) => {
    expect(found(source, file)).toHaveLength(1);
  });
});

describe('what may yet be sent is not found', () => {
  test.each(every(sent))('%s %s', (_call, _way, source) => {
    expect(found(source)).toEqual([]);
  });

  test.each([
    ['a twin with a promise', script('await dyno.putItemAsync(params);')],
    [
      'a callback alone',
      script('dyno.scan(callback); dyno.listTables((error) => {}); dyno.query(onPage);\nfunction onPage() {}'),
    ],
    ['arguments handed on', script('await wait(dyno.putItem(...given));')],
    ['methods handed on', script('queue.defer(dyno.putItem, params);')],
    ['another client', "const dyno = require('./client');\nmodule.exports = async () => { await dyno.putItem({}); };"],
    [
      'a client that is wrapped',
      'module.exports = async (record, dyno) => { dyno = wrap(dyno); await dyno.putItem({}); };',
    ],
    ['another object', 'module.exports = async (record, dyno) => { await cache.putItem({}); cache.query({}); };'],
  ])('%s', (_, source) => {
    expect(found(source)).toEqual([]);
  });
});
