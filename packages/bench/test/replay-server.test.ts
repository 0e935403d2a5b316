import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';

const bench = path.join(__dirname, '..');
const items = 10_000;
let server: ChildProcess;
let endpoint: string;

beforeAll(async () => {
  server = fork(path.join(bench, 'replay-server.mjs'), ['--items', String(items)]);
  [{ endpoint }] = await once(server, 'message');
});

afterAll(() => {
  server.disconnect();
});

async function call(operation: string, input: object): Promise<any> {
  const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
  const body = Buffer.from(await response.arrayBuffer());
  expect(Number(response.headers.get('x-amz-crc32'))).toBe(crc32(body));
  return JSON.parse(body.toString());
}

async function scanAll(input: object): Promise<string[]> {
  const ids: string[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await call('Scan', { TableName: 'bench', ...input, ExclusiveStartKey });
    expect(page.Count).toBe(page.Items.length);
    ids.push(...page.Items.map((item: any) => item.id.S));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return ids;
}

test.each([{}, { Limit: 999 }])('a scan with %j yields every item once', async (input) => {
  const ids = await scanAll(input);
  expect(ids).toHaveLength(items);
  expect(new Set(ids).size).toBe(items);
});

test.each([2, 3, 16])('%i segments share the items', async (TotalSegments) => {
  const segments = Array.from({ length: TotalSegments }, (_, Segment) => scanAll({ Segment, TotalSegments }));
  const ids = (await Promise.all(segments)).flat();
  expect(ids).toHaveLength(items);
  expect(new Set(ids).size).toBe(items);
});

test('a write gives the item that was scanned when asked for it', async () => {
  const Item = { id: { S: 'user-1' } };
  expect(await call('PutItem', { TableName: 'bench', Item })).toEqual({});
  const { Attributes } = await call('PutItem', { TableName: 'bench', Item, ReturnValues: 'ALL_OLD' });
  const email = { S: 'firstname.lastname.1@mail.example.com' };
  expect(Attributes).toMatchObject({ ...Item, email, active: { BOOL: true } });
});

test('the server counts what it served', async () => {
  const answered = once(server, 'message');
  server.send('served');
  await answered;
  await call('DeleteItem', { TableName: 'bench', Key: { id: { S: 'user-1' } } });
  const batch = [1, 2].map((n) => ({ PutRequest: { Item: { id: { S: `user-${n}` } } } }));
  await call('BatchWriteItem', { RequestItems: { bench: batch } });
  await call('Scan', { TableName: 'bench', Limit: 10 });
  const counted = once(server, 'message');
  server.send('served');
  expect((await counted)[0]).toEqual({
    scanned: 10,
    written: 3,
    requests: { DeleteItem: 1, BatchWriteItem: 1, Scan: 1 },
  });
});

test('a bench measures contestants that did the work', async () => {
  const args = ['scan.mjs', '--items', '4000', '--rounds', '1', '--only', 'floor', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: bench });
  const { results } = JSON.parse(stdout);
  expect(results).toMatchObject([{ name: 'floor', cpu: expect.any(Number), samples: [{ requests: { Scan: 2 } }] }]);
});
