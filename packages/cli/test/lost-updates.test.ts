import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dump, runMain, seed, tempDir } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { engine, given } = useEngine();

/** Lets a script do what an application does at the same time: `await application(operation, input)`. */
const application = `
const application = (operation, input) => fetch(process.env.APPLICATION, {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.' + operation, 'x-amz-date': '20260101T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=fake/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: JSON.stringify({ TableName: process.env.APPLICATION_TABLE, ...input }),
});
const add = (id, attribute, number) => application('UpdateItem', {
  Key: { id: { S: id } }, UpdateExpression: 'ADD ' + attribute + ' :v', ExpressionAttributeValues: { ':v': { N: String(number) } },
});
`;

async function scan(script: string, flags: string[] = [], { records = 3 } = {}) {
  const { table, run } = await given(`${application}\n${script}`, { records });
  const state = tempDir();
  const env = { APPLICATION: engine.endpoint, APPLICATION_TABLE: table };
  const result = await run(['--live', '--state', state, ...flags], env);
  const [, id] = /^run (\S+?);?( |$)/m.exec(result.stderr) ?? [];
  const of = (command: string, ...more: string[]) => runMain([command, id!, '--state', state, ...more]);
  const again = (...more: string[]) => run(['--live', '--state', state, ...more], env);
  const record = () => JSON.parse(readFileSync(path.join(state, 'runs', id!, 'run.json'), 'utf8'));
  const items = async () =>
    Object.fromEntries((await dump(engine, table)).map(({ id: key, ...item }) => [(key as any).S, item]));
  return { ...result, table, of, again, record, items };
}

const putsBack = (before: string) => `
module.exports = async (record, dyno) => {
  if (!dyno) return;
  ${before}
  await dyno.putItem({ Item: { ...record, status: 'new' } }).promise();
};`;

describe('what a run undid of what others wrote', () => {
  test('is told with key and attribute, kept, and taken back by itself', async () => {
    const { code, stderr, of, record, items } = await scan(
      putsBack(`if (record.id !== 'r3') await add(record.id, 'n', 10);`),
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^2 writes undid what others had written since the record was read; to take back these items: dynamodb-migrate rollback \S+ --state \S+ --only-overwritten$/m,
    );
    expect(stderr).toMatch(/^ {2}\S+, id "r1": n\n {2}\S+, id "r2": n$/m);
    expect(record().counts).toMatchObject({ overwritten: 2 });
    expect((await of('show')).stdout).toMatch(/^2 writes undid .*\n {2}\S+, id "r1": n\n {2}\S+, id "r2": n$/m);

    const taken = await of('rollback', '--only-overwritten', '--live');
    expect(taken).toMatchObject({ code: 0, stderr: expect.stringContaining('2 restored') });
    expect(await items()).toEqual({
      r1: { n: { N: '11' } },
      r2: { n: { N: '12' } },
      r3: { n: { N: '3' }, status: { S: 'new' } },
    });
  });

  test('is in the JSON', async () => {
    const { stdout, table } = await scan(putsBack(`if (record.id === 'r2') await add('r2', 'hits', 1);`), ['--json']);
    expect(JSON.parse(stdout).overwritten).toEqual({
      count: 1,
      items: [{ table, key: { id: { S: 'r2' } }, attributes: ['hits'] }],
    });
  });

  test('an item that others deleted, and the write made anew', async () => {
    const { stderr } = await scan(
      putsBack(`if (record.id === 'r2') await application('DeleteItem', { Key: { id: { S: 'r2' } } });`),
    );
    expect(stderr).toMatch(/^ {2}\S+, id "r2": they had deleted it$/m);
  });

  test('by a batch that another record sends', async () => {
    const { stderr } = await scan(`
const items = [];
module.exports = async (record, dyno) => {
  items.push({ PutRequest: { Item: { ...record, status: 'new' } } });
  if (items.length < 3) return;
  await add('r1', 'n', 10);
  await dyno.batchWriteItem({ RequestItems: { [process.env.APPLICATION_TABLE]: items } }).promise();
};`);
    expect(stderr).toMatch(/^1 write undid .*\n {2}\S+, id "r1": n$/m);
  });

  test('nothing is told of what an update leaves alone, computes from what is there, or the script changed itself', async () => {
    const { code, stderr, record } = await scan(`
module.exports = async (record, dyno) => {
  await add(record.id, 'n', 10);
  const Key = { id: record.id };
  await dyno.updateItem({ Key, UpdateExpression: 'SET #s = :s', ExpressionAttributeNames: { '#s': 'status' }, ExpressionAttributeValues: { ':s': 'new' } }).promise();
  await dyno.updateItem({ Key, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }).promise();
  await dyno.updateItem({ Key, UpdateExpression: 'SET n = n + :one, #s = :s', ExpressionAttributeNames: { '#s': 'status' }, ExpressionAttributeValues: { ':one': 1, ':s': 'newer' } }).promise();
};`);
    expect({ code, told: /undid/.test(stderr) }).toEqual({ code: 0, told: false });
    expect(record().counts.overwritten).toBeUndefined();
  });
});

describe('--guard', () => {
  test('keeps what others wrote, and runs the script again on it', async () => {
    const { code, stderr, record, items } = await scan(
      putsBack(`if (record.id === 'r2' && record.n === 2) await add('r2', 'n', 10);`),
      ['--guard'],
    );
    expect(code).toBe(0);
    expect(stderr).toContain('others changed records meanwhile: the script ran again on 1 record');
    expect(stderr).not.toContain('undid');
    expect((await items()).r2).toEqual({ n: { N: '12' }, status: { S: 'new' } });
    expect(record().counts).toMatchObject({ records: 3, PutItem: 3, again: 1, errors: 0, declined: 0 });
  });

  test.each([
    ['scripts that call back', `dyno.putItem({ Item: { ...record, status: 'new' } }, callback)`],
    ['what they do with an error', `dyno.putItem({ Item: { ...record, status: 'new' } }, (error) => callback())`],
    [
      'updates',
      `dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': record.n * 2 } }, callback)`,
    ],
    [
      'legacy updates',
      `dyno.updateItem({ Key: { id: record.id }, AttributeUpdates: { n: { Value: record.n * 2 } } }, callback)`,
    ],
    ['deletes', `dyno.deleteItem({ Key: { id: record.id } }, callback)`],
    [
      'a condition of its own',
      `dyno.putItem({ Item: { ...record, status: 'new' }, ConditionExpression: 'attribute_exists(id)' }, callback)`,
    ],
  ])('%s', async (_, write) => {
    const { code, items } = await scan(
      `const seen = new Set();
module.exports = (record, dyno, callback) => {
  const first = !seen.has(record.id) && seen.add(record.id);
  (first ? add(record.id, 'n', 10) : Promise.resolve()).then(() => ${write});
};`,
      ['--guard', '--concurrency', '3'],
    );
    expect(code).toBe(0);
    const { r1 } = await items();
    if (r1) expect(['11', '22']).toContain((r1 as any).n.N);
    else expect(write).toContain('deleteItem');
  });

  test('what others add to an item that is deleted comes back, and the script is shown it', async () => {
    const { code, stderr, items } = await scan(
      `module.exports = async (record, dyno) => {
  if (record.id !== 'r2' || record.keep) return;
  await add('r2', 'keep', 1);
  await dyno.deleteItem({ Key: { id: 'r2' } }).promise();
};`,
      ['--guard'],
    );
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('ran again on 1 record') });
    expect((await items()).r2).toEqual({ n: { N: '2' }, keep: { N: '1' } });
  });

  test('a record that others change each time fails, and is as they left it', async () => {
    const { code, stderr, items } = await scan(putsBack(`if (record.id === 'r2') await add('r2', 'n', 10);`), [
      '--guard',
      '--max-errors',
      '5',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('record id "r2": others changed it each of the three times that the script ran on it');
    expect((await items()).r2).toEqual({ n: { N: '32' } });
    expect((await items()).r3).toEqual({ n: { N: '3' }, status: { S: 'new' } });
  });

  test('a record that is gone, or does not fit the filter any more, is done', async () => {
    const gone = await scan(
      putsBack(`if (record.id === 'r2') await application('DeleteItem', { Key: { id: { S: 'r2' } } });`),
      ['--guard'],
    );
    expect(gone).toMatchObject({ code: 0, stderr: expect.stringContaining('1 record had gone by then') });
    expect(Object.keys(await gone.items())).toEqual(['r1', 'r3']);
    const out = await scan(putsBack(`if (record.id === 'r2') await add('r2', 'n', 100);`), [
      ...['--guard', '--filter', 'n < :most', '--values', '{":most":{"N":"50"}}'],
    ]);
    expect(out).toMatchObject({ code: 0, stderr: expect.stringContaining('1 record had gone by then') });
    expect((await out.items()).r2).toEqual({ n: { N: '102' } });
  });

  test('a condition that does not hold stays a declined condition', async () => {
    const { code, record } = await scan(
      `module.exports = (record, dyno, callback) =>
  dyno.putItem({ Item: record, ConditionExpression: 'n > :n', ExpressionAttributeValues: { ':n': 100 } }, () => callback());`,
      ['--guard'],
    );
    expect(code).toBe(0);
    expect(record().counts).toMatchObject({ records: 3, declined: 3, errors: 0 });
  });

  test('maps and lists, on an engine that cannot compare them whole', async () => {
    const nested = `if (!record.map) record.map = { a: [1, { b: 2 }], c: { d: 'e' } };`;
    const { again, items } = await scan(putsBack(nested));
    const second = await again('--guard');
    expect(second.code).toBe(0);
    expect((await items()).r1).toMatchObject({ map: { M: { a: { L: [{ N: '1' }, { M: { b: { N: '2' } } }] } } } });
  });

  test('without a journal', async () => {
    const { code, items } = await scan(putsBack(`if (record.n === 2) await add('r2', 'n', 10);`), [
      '--guard',
      '--no-journal',
    ]);
    expect(code).toBe(0);
    expect((await items()).r2).toEqual({ n: { N: '12' }, status: { S: 'new' } });
  });

  test('refuses what it cannot watch, before it is sent', async () => {
    const { code, stderr, items } = await scan(
      `module.exports = (record, dyno, callback) => dyno.batchWriteItem({
  RequestItems: { [process.env.APPLICATION_TABLE]: [{ DeleteRequest: { Key: { id: record.id } } }] },
}, callback);`,
      ['--guard'],
    );
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'BatchWriteItem to the table that is scanned cannot be guarded, so it was not sent',
      ),
    });
    expect(Object.keys(await items())).toEqual(['r1', 'r2', 'r3']);
  });

  test('does not go with what shows a script parts of records, and is the same on resume', async () => {
    const { again, of } = await scan('module.exports = (record, dyno, callback) => callback();', ['--guard']);
    expect(await again('--guard', '--projection', 'n')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('guard does not go with projection: the script is not shown whole records'),
    });
    expect((await of('show', '--json')).stdout).toContain('"guard": true');
  });

  test('two writes at the same time: the second waits for the first', async () => {
    const { code, items } = await scan(
      `module.exports = (record, dyno) => Promise.all(['a', 'b', 'c'].map((name) => dyno.updateItem({
  Key: { id: record.id }, UpdateExpression: 'SET ' + name + ' = :v', ExpressionAttributeValues: { ':v': 1 },
}).promise()));`,
      ['--guard'],
    );
    expect(code).toBe(0);
    expect((await items()).r1).toEqual({ n: { N: '1' }, a: { N: '1' }, b: { N: '1' }, c: { N: '1' } });
  });

  test('numbers that JavaScript rounds are compared with all their digits', async () => {
    const { table, again, items } = await scan(`module.exports = async (record, dyno) => {
  if (!process.argv) return;
  await dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET seen = :v', ExpressionAttributeValues: { ':v': 1 } }).promise();
};`);
    await seed(engine, table, [{ id: { S: 'large' }, n: { N: '12345678901234567890123' } }]);
    expect((await again('--guard')).code).toBe(0);
    expect((await items()).large).toEqual({ n: { N: '12345678901234567890123' }, seen: { N: '1' } });
  });
});
