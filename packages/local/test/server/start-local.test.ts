import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Wire } from '@dynamodb-migrate/core';
import { rawSend } from '@dynamodb-migrate/test-tools';
import { type Local, type LocalOptions, parseTableSpec, startLocal } from '../../src';

const things = parseTableSpec('things:id');
const item = { id: { S: 'a' }, m: { M: { é: { B: 'AP8=' } } }, n: { N: '1.5' } };
let dir: string;
const running: Local[] = [];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'local-'));
});
afterEach(async () => {
  for (const local of running.splice(0)) await local.stop();
  await rm(dir, { recursive: true });
});

async function start(options?: LocalOptions): Promise<Local> {
  const local = await startLocal(options);
  running.push(local);
  return local;
}

async function scan(local: Local) {
  const { send, close } = rawSend(local.endpoint);
  const { Items } = await send('Scan', { TableName: 'things' });
  close();
  return Items;
}

test('answers over the network, with the same tables as its own door', async () => {
  const local = await start({ tables: [things] });
  expect(local.target).toEqual({
    region: 'local',
    endpoint: `http://127.0.0.1:${local.port}`,
    credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
  });
  const { send, close } = rawSend(local.endpoint);
  const onResponse = jest.fn();
  expect((await send('DescribeTable', { TableName: 'things' })).Table.TableStatus).toBe('ACTIVE');
  await send('PutItem', { TableName: 'things', Item: item }, { onResponse });
  expect(onResponse.mock.calls[0][0].headers).toHaveProperty('x-amzn-requestid');
  await local.seed('things', [{ id: { S: 'b' } }]);
  expect((await local.send('Scan', { TableName: 'things' })).Items).toHaveLength(2);
  expect((await send('GetItem', { TableName: 'things', Key: { id: item.id } })).Item).toEqual(item);
  await expect(send('GetItem', { TableName: 'nope', Key: {} })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    statusCode: 400,
  });
  await expect(send('Nonsense', {})).rejects.toMatchObject({ name: 'UnknownOperationException' });
  close();
});

test('refuses what is not a request', async () => {
  const { endpoint } = await start();
  const signed = { authorization: 'AWS4-HMAC-SHA256 …'.slice(0, 16), 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  const post = async (headers: { [name: string]: string }, body: string | Buffer = '{}') => {
    const response = await fetch(endpoint, { method: 'POST', headers, body });
    return [response.status, ((await response.json()) as Wire).__type.split('#')[1]];
  };
  expect(await post({ ...signed, authorization: '' })).toEqual([400, 'MissingAuthenticationTokenException']);
  expect(await post(signed, '{')).toEqual([400, 'SerializationException']);
  expect(await post({})).toEqual([400, 'UnknownOperationException']);
  expect(await post(signed, Buffer.alloc(17 * 1024 * 1024))).toEqual([413, 'RequestEntityTooLargeException']);
});

test('stops at once, twice if asked, with connections kept alive', async () => {
  const local = await start();
  const agent = new Agent({ keepAlive: true });
  await new Promise((resolve) => {
    request(local.endpoint, { agent, method: 'POST' }, (response) => response.resume().on('end', resolve)).end('{}');
  });
  const idle = request(local.endpoint, { agent, method: 'POST' }).on('error', () => {});
  idle.write('{');
  const begun = Date.now();
  await Promise.all([local.stop(), local.stop()]);
  expect(Date.now() - begun).toBeLessThan(2000);
  await expect(fetch(local.endpoint)).rejects.toThrow();
  agent.destroy();
});

test('a folder keeps the tables, and belongs to one at a time', async () => {
  const data = path.join(dir, 'data');
  const first = await start({ dir: data, tables: [things] });
  await first.seed('things', [item]);
  await expect(startLocal({ dir: data })).rejects.toMatchObject({
    code: 'DATA_DIR_UNUSABLE',
    message: `The data folder ${data} is in use by another process`,
  });
  await first.stop();
  const second = await start({ dir: data, tables: [things] });
  expect(await scan(second)).toEqual([item]);
  await second.stop();
  await expect(startLocal({ dir: data, tables: [parseTableSpec('things:other')] })).rejects.toMatchObject({
    code: 'TABLE_DIFFERS',
  });
});

test('fills tables from files', async () => {
  const file = path.join(dir, 'things.ndjson');
  await writeFile(file, `${JSON.stringify(item)}\n`);
  const local = await start({ tables: [things], seeds: [{ table: 'things', file }] });
  expect(local.seeded).toEqual([{ table: 'things', file, items: 1 }]);
  expect(await scan(local)).toEqual([item]);
});

test('a port that is taken is said so, and nothing is left open', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const data = path.join(dir, 'data');
  await expect(startLocal({ port, dir: data })).rejects.toMatchObject({
    code: 'PORT_UNAVAILABLE',
    message: `Port ${port} is in use`,
    hint: expect.stringContaining('--port'),
  });
  other.close();
  await start({ dir: data });
});

test('a seed that fails stops it', async () => {
  const seeds = [{ table: 'things', file: path.join(dir, 'nope.ndjson') }];
  const data = path.join(dir, 'data');
  await expect(startLocal({ dir: data, seeds })).rejects.toMatchObject({ code: 'NO_SUCH_TABLE' });
  await start({ dir: data });
});
