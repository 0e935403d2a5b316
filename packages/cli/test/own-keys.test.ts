import { createTable, dump, runMain, seed, writeFiles } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { engine, dir } = useEngine();
let made = 0;

/** Keys of which several read as the same JavaScript number. */
const families = {
  'from 2^53 on': ['9007199254740992', '9007199254740993', '9007199254740994', '9007199254740995', '9007199254740996'],
  'snowflakes in a row': ['1795873450912350208', '1795873450912350209', '1795873450912350210', '1795873450912350463'],
  'long decimals': ['30.4', '30.39999999999999857891452847979962826', '30.40000000000000000000000000001', '3'],
  negative: ['-9007199254740993', '-9007199254740992', '-9007199254740991'],
};

async function over(ids: readonly string[], code: string) {
  const table = await createTable(engine, { hash: ['id', 'N'] });
  await seed(
    engine,
    table,
    ids.map((N, i) => ({ id: { N }, name: { S: N }, odd: { BOOL: i % 2 === 1 } })),
  );
  const name = `own-keys-${++made}.js`;
  const script = writeFiles(dir, { [name]: code })[name]!;
  const args = ['scan', `us-east-1/${table}`, script, '--endpoint', engine.endpoint, '--live', '--concurrency', '3'];
  const result = await runMain(args);
  return { ...result, items: (await dump(engine, table)) as any[] };
}

const writes: { [name: string]: string } = {
  updateItem: `dyno.updateItem({ Key: { id: record.id }, UpdateExpression: 'SET seen = :n', ExpressionAttributeValues: { ':n': record.name } }, callback)`,
  'updateItem after a while': `const { id, name } = record; setTimeout(() => dyno.updateItem({ Key: { id }, UpdateExpression: 'SET seen = :n', ExpressionAttributeValues: { ':n': name } }, callback), 5)`,
  'putItem of the record': `record.seen = record.name; dyno.putItem({ Item: record }, callback)`,
  'putItem of a copy': `dyno.putItem({ Item: { ...record, seen: record.name } }, callback)`,
  'putItem of a new item': `dyno.putItem({ Item: { id: record.id, name: record.name, odd: record.odd, seen: record.name } }, callback)`,
  'putItem of JSON': `dyno.putItem({ Item: { ...JSON.parse(JSON.stringify(record)), seen: record.name } }, callback)`,
  batchWriteItem: `dyno.batchWriteItem({ RequestItems: { [dyno.config.params.TableName]: [{ PutRequest: { Item: { ...record, seen: record.name } } }] } }, callback)`,
};

const script = (write: string) => `module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  ${write};
};`;

const each = Object.keys(families).flatMap((family) => Object.keys(writes).map((write) => [family, write] as const));

test.each(each)('keys that read alike (%s): with %s each write reaches its own record', async (family, write) => {
  const ids = families[family as keyof typeof families];
  const { code, items } = await over(ids, script(writes[write]!));
  expect(code).toBe(0);
  expect(items).toHaveLength(ids.length);
  for (const { id, name, seen } of items) expect([name, seen]).toEqual([{ S: id.N }, { S: id.N }]);
});

test.each(Object.keys(families))('keys that read alike (%s): a deletion takes its own record', async (family) => {
  const ids = families[family as keyof typeof families];
  const deletion = 'record.odd ? dyno.deleteItem({ Key: { id: record.id } }, callback) : callback()';
  const { code, items } = await over(ids, script(deletion));
  expect(code).toBe(0);
  expect(items.map(({ id }) => id.N).sort()).toEqual(ids.filter((_, i) => i % 2 === 0).sort());
});

describe('a key is refused where it may be one of several', () => {
  const collected = (write: string) => `const ids = [];
    module.exports = (record, dyno, callback) => { ids.push(record.id); callback(); };
    module.exports.finish = (dyno, callback) => ${write};`;

  test.each<[string, string]>([
    ['collected, then deleted', collected('dyno && dyno.deleteItem({ Key: { id: ids[1] } }, callback)')],
    ['collected, then put', collected('dyno && dyno.putItem({ Item: { id: ids[1] } }, callback)')],
    ['computed', script('dyno.deleteItem({ Key: { id: record.id + 8000 } }, callback)')],
    ['spelled out', script('dyno.putItem({ Item: { id: 9007199254740999 } }, callback)')],
  ])('%s', async (_, code) => {
    const ids = families['from 2^53 on'].slice(0, 2);
    const { code: exit, stderr, items } = await over(ids, code);
    expect(exit).toBe(1);
    expect(stderr).toContain('The key "id" is 90071992547');
    expect(stderr).toContain('take it from the record at hand, or give it as a BigInt');
    expect(items.map(({ id, seen }) => [id.N, seen])).toEqual(ids.map((id) => [id, undefined]));
  });

  test('as a BigInt it is taken', async () => {
    const ids = families['from 2^53 on'];
    const { code, items } = await over(ids, script(`dyno.deleteItem({ Key: { id: ${ids[1]}n } }, callback)`));
    expect(code).toBe(0);
    expect(items.map(({ id }) => id.N).sort()).toEqual(ids.filter((id) => id !== ids[1]));
  });
});
