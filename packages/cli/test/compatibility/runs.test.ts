import { type onOperations, runMain, serviceError, startProxy } from '@dynamodb-migrate/test-tools';
import { useEngine } from '../given';

const { engine, given, seen } = useEngine();
const touch = `{ Key: { id: record.id }, UpdateExpression: 'SET seen = :s', ExpressionAttributeValues: { ':s': true } }`;

test('nothing on stdout, a summary on stderr', async () => {
  const { run } = await given('module.exports = (record, dyno, callback) => callback();');
  const { code, stdout, stderr } = await run();
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toMatch(/^dry run: 3 records in [^\n]*\n$/);
});

test.each([
  [1, 1],
  [3, 3],
  [10, 10],
])('concurrency %d: never more in flight, and finish after all of them', async (concurrency, most) => {
  const { run } = await given(
    `
    let now = 0, most = 0, finished = 0, order = [];
    module.exports = (record, dyno, callback) => {
      order.push(record.id);
      most = Math.max(most, ++now);
      setTimeout(() => { now--; callback(); }, order.length % 3 * 5);
    };
    module.exports.finish = (dyno, callback) => { console.log(most, now, ++finished, order.length); callback(); };`,
    { records: 30 },
  );
  expect(await run(['--concurrency', String(concurrency)])).toMatchObject({ code: 0, stdout: `${most} 0 1 30\n` });
});

test('an async script slower than the scan touches every record', async () => {
  const { table, run } = await given(
    `module.exports = (record, dyno, callback) => setTimeout(() => dyno.updateItem(${touch}, callback), 2);`,
    { records: 200 },
  );
  expect(await run(['--live'])).toMatchObject({ code: 0 });
  expect(await seen(table)).toBe(200);
});

test.each([
  ['callback(err)', 'callback(new Error("no"))'],
  ['a throw', 'throw new Error("no")'],
  ['a later throw', 'setTimeout(() => { throw new Error("no"); }, 1)'],
  ['a rejection', 'return Promise.reject(new Error("no"))'],
])(
  '%s with 200 records left stops the run, lets what is in flight settle, names the record, and skips finish',
  async (_, fails) => {
    const { table, start } = await given(
      `
    let begun = 0;
    module.exports = (record, dyno, callback) => {
      if (++begun === 5) { ${fails}; return; }
      dyno.updateItem(${touch}, (err) => setTimeout(callback, 20, err));
    };
    module.exports.finish = () => console.log('finish');
    process.on('exit', () => console.log(begun));`,
      { records: 200 },
    );
    const { code, stdout, stderr } = await start(['--live', '--concurrency', '4']);
    expect(stderr).toMatch(/^record id "r\d+": no/);
    expect(code).toBe(1);
    expect(stdout).not.toContain('finish');
    const begun = Number(stdout);
    expect(begun).toBeLessThan(20);
    expect(await seen(table)).toBe(begun - 1);
  },
);

test('an async function without a callback parameter', async () => {
  const { table, run } = await given(
    `module.exports = async (record, dyno) => { await dyno.updateItemAsync(${touch}); };`,
    {
      records: 30,
    },
  );
  expect(await run(['--live'])).toMatchObject({ code: 0 });
  expect(await seen(table)).toBe(30);
});

test('a catch that only logs, so that callback is never called', async () => {
  const { run } = await given(
    `module.exports = (record, dyno, callback) => {
      try { if (record.id === 'r7') JSON.parse('{'); callback(); } catch (err) { console.log('oops'); }
    };`,
    { records: 40 },
  );
  const { code, stdout, stderr } = await run();
  expect(stdout).toBe('oops\n');
  expect(stderr).toMatch(/the script never called back for id "r7"/);
  expect(code).toBe(1);
});

test('a catch that calls back again', async () => {
  const { run } = await given(`
    let n = 0;
    module.exports = (record, dyno, callback) => {
      try { n++; callback(); throw new Error('after'); } catch (err) { callback(); }
    };
    module.exports.finish = (dyno, callback) => { console.log(n); callback(); };`);
  const { code, stdout, stderr } = await run();
  expect({ code, stdout }).toEqual({ code: 0, stdout: '3\n' });
  expect(stderr).toMatch(/warning: the script called back more than once for id "r\d"/);
});

describe('finish', () => {
  const noop = 'module.exports = (record, dyno, callback) => callback();';
  test.each([
    ['that throws', `module.exports.finish = () => { throw new Error('no'); };`, 1],
    ['that calls back with an error', `module.exports.finish = (dyno, callback) => callback(new Error('no'));`, 1],
    [
      'that calls back twice, then with an error',
      `module.exports.finish = (dyno, callback) => { callback(); callback(new Error('no')); };`,
      1,
    ],
    ['that never calls back', `module.exports.finish = (dyno, callback) => { console.log('end'); };`, 0],
    ['that is async', `module.exports.finish = async () => { await null; console.log('end'); };`, 0],
  ])('%s', async (_, finish, expected) => {
    const { run } = await given(`${noop}\n${finish}`);
    const { code, stdout, stderr } = await run();
    expect(code).toBe(expected);
    expect(stdout).toBe(expected === 0 ? 'end\n' : '');
    if (expected === 1) expect(stderr).toMatch(/no/);
  });
});

test('requests begun by finish complete before the process ends', async () => {
  const { table, start } = await given(`
    module.exports = (record, dyno, callback) => callback();
    module.exports.finish = (dyno, callback) => {
      const record = { id: 'r2' };
      dyno.updateItem(${touch}, () => console.log('written'));
      callback();
    };`);
  expect(await start(['--live'])).toMatchObject({ code: 0, stdout: 'written\n' });
  expect(await seen(table)).toBe(1);
});

test('a scan that fails half way ends with the service’s error, exit 1', async () => {
  const { table, script } = await given('module.exports = (record, dyno, callback) => callback();', { records: 3 });
  const proxy = await startProxy({ to: engine });
  try {
    const refused = serviceError('AccessDeniedException', 'not any more');
    let scans = 0;
    proxy.reset((operation) => {
      if (operation !== 'Scan') return undefined;
      scans++;
      return scans === 1 ? onePage : refused;
    });
    const { code, stderr } = await runMain(['scan', `us-east-1/${table}`, script, '--endpoint', proxy.endpoint]);
    expect(stderr).toContain('AccessDeniedException: not any more');
    expect(stderr).toMatch(/dry run: failed after 2 records/);
    expect(code).toBe(1);
  } finally {
    await proxy.stop();
  }
});

/** A page of two records that says that there are more. */
const onePage: Parameters<typeof onOperations>[1] = (exchange) => {
  const body = JSON.stringify({
    Items: [{ id: { S: 'r1' } }, { id: { S: 'r2' } }],
    Count: 2,
    LastEvaluatedKey: { id: { S: 'r2' } },
  });
  exchange.reply({
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(body),
  });
};

test('numbers that JavaScript cannot hold survive a read-modify-write through the bin', async () => {
  const { table, script } = await given(
    `module.exports = (record, dyno, callback) => dyno.putItem({ Item: Object.assign({}, record, { touched: true }) }, callback);`,
    { records: 0 },
  );
  const item = {
    id: { S: 'a' },
    big: { N: '12345678901234567890' },
    set: { NS: ['9007199254740992', '9007199254740993'] },
  };
  await engine.send('PutItem', { TableName: table, Item: item });
  const args = ['scan', `us-east-1/${table}`, script, '--endpoint', engine.endpoint, '--live'];
  expect(await runMain(args)).toMatchObject({ code: 0 });
  const { Item } = await engine.send('GetItem', { TableName: table, Key: { id: { S: 'a' } } });
  expect(Item).toEqual({ ...item, touched: { BOOL: true } });
});

test('a number that is computed from one that JavaScript cannot hold is warned of once, with a count', async () => {
  const { table, script } = await given(
    `module.exports = (record, dyno, callback) => dyno.putItem({ Item: { id: record.id, copy: record.big } }, callback);`,
    { records: 0 },
  );
  for (const id of ['a', 'b', 'c']) {
    await engine.send('PutItem', { TableName: table, Item: { id: { S: id }, big: { N: '12345678901234567890' } } });
  }
  const { code, stderr } = await runMain([
    'scan',
    `us-east-1/${table}`,
    script,
    '--endpoint',
    engine.endpoint,
    '--live',
  ]);
  expect(stderr.match(/"copy" is written with a number/g)).toHaveLength(1);
  expect(stderr).toMatch(/may have been rounded: "copy" 3/);
  expect(code).toBe(0);
});
