import { useEngine } from './given';

const { given } = useEngine();

const told =
  /^warning: the value returned by the script is not used, as for id "r\d": write what is to change with dyno$/gm;

const callback = (body: string) => `module.exports = (record, dyno, callback) => { ${body} };`;
const async = (body: string) => `module.exports = async (record, dyno) => { ${body} };`;

describe('data that a script returns', () => {
  test.each([
    ['the record', callback('callback(); return record;')],
    ['a copy that is changed', callback('callback(); return { ...record, plan: "free" };')],
    ['a copy made by Object.assign', callback('callback(); return Object.assign({}, record, { plan: "free" });')],
    ['other attributes', callback('setTimeout(callback, 5); return { plan: "free" };')],
    ['an object without prototype', callback('callback(); return Object.assign(Object.create(null), record);')],
    ['the record, from an async function', async('return record;')],
    ['a copy, from an async function', async('await null; return { ...record, seen: true };')],
    [
      'a copy, from an async function that calls back',
      callback('return (async () => { callback(); return { ...record }; })();'),
    ],
  ])('is told once, and no failure: %s', async (_, code) => {
    const { run } = await given(code);
    for (const flags of [[], ['--live', '--concurrency', '2'], ['--preview']]) {
      const { code: exit, stderr } = await run(flags);
      expect(stderr.match(told)).toHaveLength(1);
      expect(exit).toBe(0);
    }
  });
});

const put = 'dyno.putItem({ Item: record }';

describe('what is returned by habit is not told', () => {
  test.each([
    ['what callback returns', callback('return callback();')],
    ['what a write with a callback returns', callback(`return ${put}, callback);`)],
    [
      'what a read with a callback returns',
      callback('return dyno.getItem({ Key: { id: record.id } }, () => callback());'),
    ],
    ['what many pages return', callback('return dyno.scan({ Pages: 1 }, () => callback());')],
    ['a timer', callback('return setTimeout(callback, 1);')],
    ['an immediate', callback('return setImmediate(callback);')],
    ['a stream', callback('return dyno.scanStream().on("end", callback).resume();')],
    ['a queue of methods', callback('const queue = { defer() { callback(); return queue; } }; return queue.defer();')],
    [
      'a queue of a class',
      callback('class Queue { tasks = []; defer() { callback(); return this; } } return new Queue().defer();'),
    ],
    ['a count', callback('callback(); return [record].push(record);')],
    ['an array', callback('callback(); return [record];')],
    ['true', callback('callback(); return true;')],
    ['null', callback('callback(); return null;')],
    ['the answer to a write', async(`return ${put}).promise();`)],
    ['the answer to a twin', async('return dyno.putItemAsync({ Item: record, ReturnValues: "ALL_OLD" });')],
    ['the answer to a read', async('return dyno.getItemAsync({ Key: { id: record.id } });')],
    ['the answer to a query', async('return dyno.scan().promise();')],
    [
      'the answers to several',
      async('return Promise.all([record, record].map((one) => dyno.putItemAsync({ Item: one })));'),
    ],
    ['the answer of another service', async('return { $metadata: { httpStatusCode: 200 }, ETag: "x" };')],
    ['nothing', async('await null;')],
  ])('%s', async (_, code) => {
    const { run } = await given(code);
    const { code: exit, stderr } = await run(['--live']);
    expect(stderr).not.toContain('warning');
    expect(exit).toBe(0);
  });

  test('nor what finish returns', async () => {
    const { run } = await given(`${callback('callback();')} module.exports.finish = async () => ({ records: 3 });`);
    expect((await run(['--live'])).stderr).not.toContain('not used');
  });
});
