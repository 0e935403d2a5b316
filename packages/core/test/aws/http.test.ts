import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { exchange, headerLines } from '../../src/aws/http';

/** What a server does with the request number `n` (from 0) of a connection. */
type Behaviour = (socket: Socket, request: string, n: number) => void;

let behave: Behaviour;
let connections: number;
let server: net.Server;

// A server of its own for each test, so that none finds the connections of another.
beforeEach(async () => {
  connections = 0;
  server = net.createServer((socket) => {
    connections++;
    let received = Buffer.alloc(0);
    let n = 0;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/.exec(received.toString())![1]);
      if (received.length < end + 4 + length) return;
      const request = received.toString();
      received = Buffer.alloc(0);
      behave(socket, request, n++);
    });
    afterwards.push(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
const afterwards: (() => void)[] = [];
afterEach(() => {
  for (const end of afterwards.splice(0)) end();
  server.close();
});

async function post({ body = '{}', idleTimeout = 1000, signal = undefined as AbortSignal | undefined } = {}) {
  // Connections that the server has just closed are known to be so first.
  await sleep(5);
  const { port } = server.address() as AddressInfo;
  const origin = { protocol: 'http:', hostname: '127.0.0.1', port };
  const {
    statusCode,
    headers,
    body: answer,
  } = await exchange({
    ...{ origin, path: '/', body, idleTimeout, signal },
    head: headerLines({ host: `127.0.0.1:${port}`, 'x-amz-target': 'DynamoDB_20120810.Scan' }),
  });
  return { statusCode, headers, text: answer.toString() };
}

const answer = (text: string, more = '') =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(text)}\r\n${more}\r\n${text}`;
const chunks =
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4;x=y\r\n{"a"\r\n3\r\n: 1\r\n1\r\n}\r\n0\r\nTrailer: t\r\n\r\n';

test('sends one POST with its length in bytes', async () => {
  const requests: string[] = [];
  behave = (socket, request) => {
    requests.push(request);
    socket.write(answer('{}'));
  };
  await post({ body: '{"a":"b"}' });
  await post({ body: '{"a":"é€😀"}' });
  expect(requests[0]).toMatch(
    /^POST \/ HTTP\/1\.1\r\nhost: .*\r\nx-amz-target: .*\r\ncontent-length: 9\r\n\r\n{"a":"b"}$/,
  );
  expect(requests[1]).toMatch(/content-length: 17\r\n\r\n{"a":"é€😀"}$/);
  expect(connections).toBe(1);
});

test.each([
  [
    'with a length',
    answer('{"a": 1}', 'X-Amzn-RequestId:  r1 \r\n'),
    200,
    { 'content-length': '8', 'x-amzn-requestid': 'r1' },
    '{"a": 1}',
    true,
  ],
  ['without a body', answer(''), 200, { 'content-length': '0' }, '', true],
  ['in chunks', chunks, 200, { 'transfer-encoding': 'chunked' }, '{"a": 1}', true],
  ['behind 100 Continue', `HTTP/1.1 100 Continue\r\n\r\n${answer('{}')}`, 200, { 'content-length': '2' }, '{}', true],
  ['of status 204', 'HTTP/1.1 204 No Content\r\n\r\n', 204, {}, '', true],
  ['of HTTP/1.0', answer('{}').replace('1.1', '1.0'), 200, { 'content-length': '2' }, '{}', false],
  [
    'that closes',
    answer('{}', 'Connection: close\r\n'),
    200,
    { 'content-length': '2', connection: 'close' },
    '{}',
    false,
  ],
])('an answer %s is the same in one piece and byte by byte', async (_, text, statusCode, headers, body, kept) => {
  behave = (socket) => socket.write(text);
  const whole = await post();
  behave = async (socket) => {
    socket.setNoDelay(true);
    for (const byte of Buffer.from(text)) {
      socket.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
  };
  expect(await post()).toEqual(whole);
  expect(connections).toBe(kept ? 1 : 2);
  expect(whole).toEqual({ statusCode, headers, text: body });
});

test('an answer without a length ends with its connection', async () => {
  behave = (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n{"a":1}');
  expect(await post()).toMatchObject({ text: '{"a":1}' });
});

test('a large answer arrives whole, and its checksum is looked at', async () => {
  const text = JSON.stringify({ a: 'é'.repeat(2_000_000) });
  behave = (socket, _request, n) => socket.write(answer(text, `x-amz-crc32: ${crc32(text) + n}\r\n`));
  expect((await post()).text === text).toBe(true);
  await expect(post()).rejects.toMatchObject({ name: 'CRC32CheckFailed', statusCode: 200 });
});

test('headers that come twice are joined', async () => {
  behave = (socket) => socket.write(answer('{}', 'A: 1\r\na: 2\r\n'));
  expect((await post()).headers).toMatchObject({ a: '1, 2' });
});

test.each<[string, Behaviour, object]>([
  ['no HTTP', (socket) => socket.write('SSH-2.0-OpenSSH\r\n\r\n'), { errno: 'EPROTO' }],
  ['a length that is none', (socket) => socket.write(answer('').replace(': 0', ': x')), { errno: 'EPROTO' }],
  ['a chunk without a length', (socket) => socket.write(chunks.replace('4;x=y', 'x')), { errno: 'EPROTO' }],
  [
    'a head without an end',
    (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`),
    { errno: 'EPROTO' },
  ],
  ['nothing', (socket) => socket.end(), { errno: 'ECONNRESET', message: 'socket hang up' }],
  [
    'half a head',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nConte'),
    { errno: 'ECONNRESET', message: 'socket hang up' },
  ],
  ['half a body', (socket) => socket.end(answer('{}').slice(0, -1)), { errno: 'ECONNRESET' }],
  ['half the chunks', (socket) => socket.end(chunks.slice(0, -9)), { errno: 'ECONNRESET' }],
  ['a reset', (socket) => socket.resetAndDestroy(), { errno: 'ECONNRESET' }],
])('%s is a NetworkingError, and the next attempt is not hurt', async (_, behaviour, error) => {
  behave = behaviour;
  await expect(post()).rejects.toMatchObject({ name: 'NetworkingError', ...error });
  behave = (socket) => socket.write(answer('{}'));
  expect(await post()).toMatchObject({ text: '{}' });
});

test('silence is given up after the idle time, and its connection with it', async () => {
  behave = () => {};
  const error = { name: 'TimeoutError', message: 'Connection timed out after 30ms' };
  await expect(post({ idleTimeout: 30 })).rejects.toMatchObject(error);
  behave = (socket) => socket.write(answer('{}'));
  await post();
  expect(connections).toBe(2);
});

test('a connection closed by the server while idle is not used again', async () => {
  behave = (socket) => {
    socket.write(answer('{}'));
    setTimeout(() => socket.end(), 10);
  };
  await post();
  await sleep(40);
  await post();
  expect(connections).toBe(2);
});

test('bytes that nobody asked for end the connection', async () => {
  behave = (socket) => socket.write(`${answer('{}')}more`);
  await post();
  await post();
  expect(connections).toBe(2);
});

test('an abort ends the exchange, before it and during it', async () => {
  behave = () => {};
  const controller = new AbortController();
  const sent = post({ signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  await expect(post({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
});

test('no header holds a line break', () => {
  expect(() => headerLines({ a: 'b\r\nc: d' })).toThrow('The header a holds characters that no header can hold');
});
