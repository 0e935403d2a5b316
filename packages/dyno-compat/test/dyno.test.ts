import { createDyno, type DynoOptions } from '@dynamodb-migrate/dyno-compat';
import { called, fakeClient, fakeDoor } from './support/fake-door';

const { connect } = fakeDoor();
const Dyno = createDyno(connect);

test.each<[any, string]>([
  [undefined, 'options is required'],
  [{ region: 'us-east-1' }, 'table is required'],
  [{ table: 't' }, 'region is required'],
])('Dyno(%p) throws', (options, message) => {
  expect(() => Dyno(options)).toThrow(message);
});

test('new makes a client too', () => {
  expect(Object.keys(new Dyno({ table: 't', region: 'r' }))).toEqual(Object.keys(Dyno({ table: 't', region: 'r' })));
});

test('config survives a JSON clone', () => {
  const options = {
    table: 't',
    region: 'r',
    endpoint: 'http://localhost:1',
    accessKeyId: 'a',
    secretAccessKey: 's',
    maxRetries: 3,
  };
  expect(JSON.parse(JSON.stringify(Dyno(options).config))).toEqual({
    region: 'r',
    endpoint: 'http://localhost:1',
    params: { TableName: 't' },
    httpOptions: { timeout: 5000 },
    accessKeyId: 'a',
    secretAccessKey: 's',
    maxRetries: 3,
  });
});

test.each<[DynoOptions, object]>([
  [{}, { region: 'us-east-1', idleTimeout: 5000 }],
  [
    { endpoint: 'http://localhost:4567', httpOptions: { timeout: 100 } },
    { region: 'us-east-1', endpoint: 'http://localhost:4567', idleTimeout: 100 },
  ],
  [
    { endpoint: 'dynamodb.example.com' },
    { region: 'us-east-1', endpoint: 'https://dynamodb.example.com', idleTimeout: 5000 },
  ],
  [
    { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' },
    {
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' },
      idleTimeout: 5000,
    },
  ],
])('options %p open the door to their target, once', async (options, target) => {
  const { dyno, targets } = fakeClient([], options);
  await dyno.getItemAsync({ Key: {} });
  await dyno.scanAsync();
  expect(targets).toEqual([target]);
});

test('maxRetries is handed to the door', async () => {
  const { dyno, calls } = fakeClient([], { maxRetries: 0 });
  await dyno.getItemAsync({ Key: {} });
  expect(calls[0].options.retry!.max).toBe(0);
  const usual = fakeClient();
  await usual.dyno.getItemAsync({ Key: {} });
  expect(Object.keys(usual.calls[0].options.retry!)).toEqual(['onFailure']);
});

test('methods work without the client, with the callback first, and without params', async () => {
  const { dyno, calls } = fakeClient();
  const { describeTable, scan, listTables, query } = dyno;
  await called((callback) => describeTable(callback));
  await called((callback) => describeTable({}, callback));
  await called((callback) => listTables(callback));
  await called((callback) => scan(callback));
  await called((callback) => scan(null, callback));
  await scan().promise();
  await query().promise();
  expect(calls.map(({ operation, input }) => `${operation} ${input.TableName}`)).toEqual([
    'DescribeTable things',
    'DescribeTable things',
    'ListTables undefined',
    'Scan things',
    'Scan things',
    'Scan things',
    'Query things',
  ]);
});

test('a table that is named wins over the default, and params stay as they are', async () => {
  const { dyno, calls } = fakeClient();
  const params = Object.freeze({ TableName: 'other', Key: { id: 'a' } });
  await dyno.getItemAsync(params);
  expect(calls[0].input.TableName).toBe('other');
});

test('a client of another client shares its door, config and table', async () => {
  const { Dyno, dyno, targets, calls } = fakeClient();
  const second = Dyno({ dynoInstance: dyno });
  expect(second.config).toBe(dyno.config);
  await dyno.getItemAsync({ Key: {} });
  await second.getItemAsync({ Key: {} });
  const stream = second.putStream();
  await new Promise((resolve) => stream.on('finish', resolve).end({ id: 'a' }));
  expect([targets.length, Object.keys(calls[2].input.RequestItems)]).toEqual([1, ['things']]);
  expect(() => Dyno({ table: 't', dynoInstance: dyno })).toThrow('No need to provide DynamoDB config');
});

test.each([
  ['log', (lines: string[]) => ({ log: (line: string) => lines.push(line) })],
  ['write', (lines: string[]) => ({ write: (line: string) => lines.push(line) })],
])('a logger with %s gets a line for each operation', async (_how, logger) => {
  const lines: string[] = [];
  const { dyno } = fakeClient([], { logger: logger(lines) as any });
  await dyno.getItemAsync({ Key: { id: 'a' } });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\[AWS dynamodb 200 [\d.]+s 0 retries\] getItem\(\{/);
});
