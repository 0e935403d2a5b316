import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { exchange } from '../../src/aws/http';
import { authorizationLine, parseProxy } from '../../src/aws/proxy';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A proxy that answers plain requests itself, and CONNECT as told. */
async function startProxy(onConnect: (socket: Socket) => void = () => {}) {
  const requests: { method?: string | undefined; url?: string | undefined; headers: IncomingMessage['headers'] }[] = [];
  let connections = 0;
  const proxy = http.createServer(({ method, url, headers }, response) => {
    requests.push({ method, url, headers });
    response.end('{"a":1}');
  });
  proxy.on('connection', () => connections++);
  proxy.on('connect', ({ method, url, headers }, socket: Socket) => {
    requests.push({ method, url, headers });
    socket.on('error', () => {});
    onConnect(socket);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  ends.push(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { port: (proxy.address() as AddressInfo).port, requests, connections: () => connections };
}

function post(origin: Parameters<typeof exchange>[0]['origin'], more = {}) {
  return exchange({
    origin,
    path: '/',
    head: 'host: dynamodb.example.test\r\n',
    body: '{}',
    idleTimeout: 1000,
    ...more,
  });
}

describe('what a proxy may read', () => {
  test('is asked for by its whole address, on connections that are kept', async () => {
    const proxy = await startProxy();
    const origin = { protocol: 'http:', hostname: 'dynamodb.example.test', port: 8000 };
    const through = { ...origin, proxy: `http://me:s%C3%A9cret@127.0.0.1:${proxy.port}` };
    expect((await post(through)).body.toString()).toBe('{"a":1}');
    await post(through);
    const authorization = `Basic ${Buffer.from('me:sécret').toString('base64')}`;
    expect(proxy.requests).toHaveLength(2);
    expect(proxy.requests[1]).toMatchObject({
      method: 'POST',
      url: 'http://dynamodb.example.test:8000/',
      headers: { host: 'dynamodb.example.test', 'proxy-authorization': authorization },
    });
    expect(proxy.connections()).toBe(1);
  });
});

describe('a tunnel', () => {
  const secret = (port: number) => ({
    ...{ protocol: 'https:', hostname: 'dynamodb.example.test' },
    proxy: `http://me:secret@127.0.0.1:${port}`,
  });

  test('is asked for with the address and who asks, and nothing of the request', async () => {
    const after: Buffer[] = [];
    const proxy = await startProxy((socket) => {
      socket.write('HTTP/1.1 200 Connection established\r\nVia: 1.1 p\r\n\r\n');
      socket.once('data', (bytes) => {
        after.push(bytes);
        socket.end();
      });
    });
    const permit = jest.fn();
    await expect(post(secret(proxy.port), { permit })).rejects.toMatchObject({ name: 'NetworkingError' });
    expect(proxy.requests).toEqual([
      {
        method: 'CONNECT',
        url: 'dynamodb.example.test:443',
        headers: {
          host: 'dynamodb.example.test:443',
          'proxy-authorization': `Basic ${Buffer.from('me:secret').toString('base64')}`,
        },
      },
    ]);
    // A handshake of TLS, in which the name is.
    expect(after[0]![0]).toBe(22);
    expect(after[0]!.includes('dynamodb.example.test')).toBe(true);
    expect(permit).not.toHaveBeenCalled();
  });

  test.each([
    ['HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n', 'status 407', false],
    ['HTTP/1.1 403 Forbidden\r\n\r\nno', 'status 403', false],
    ['HTTP/1.1 503 Service Unavailable\r\n\r\n', 'status 503', true],
    ['SSH-2.0-OpenSSH\r\n\r\n', 'what is not HTTP', false],
    ['HTTP/1.1 200 OK\r\n\r\nhello', 'status 200', false],
  ])('that is answered with %j is none, and nothing was sent', async (answer, told, retryable) => {
    const proxy = await startProxy((socket) => socket.end(answer));
    const permit = jest.fn();
    await expect(post(secret(proxy.port), { permit })).rejects.toMatchObject({
      ...{ name: 'NetworkingError', errno: 'ECONNREFUSED', retryable },
      message: `the proxy 127.0.0.1:${proxy.port} answered CONNECT with ${told}`,
    });
    expect(permit).not.toHaveBeenCalled();
  });

  test('that is not answered is given up after the idle time, or when aborted', async () => {
    const proxy = await startProxy();
    const silent = post(secret(proxy.port), { idleTimeout: 30 });
    await expect(silent).rejects.toMatchObject({ name: 'TimeoutError', message: 'Connection timed out after 30ms' });
    const controller = new AbortController();
    const aborted = post(secret(proxy.port), { signal: controller.signal });
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('whose proxy hangs up, or is not there, is told as that', async () => {
    const proxy = await startProxy((socket) => socket.end());
    await expect(post(secret(proxy.port))).rejects.toMatchObject({ errno: 'ECONNRESET', message: 'socket hang up' });
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    await expect(post(secret(port))).rejects.toMatchObject({ name: 'NetworkingError', errno: 'ECONNREFUSED' });
  });
});

test.each([
  ['http://proxy.example.test:3128', ''],
  ['http://me@proxy.example.test', `Basic ${Buffer.from('me:').toString('base64')}`],
  ['https://a%3Ab:%zz@proxy.example.test', `Basic ${Buffer.from('a:b:%zz').toString('base64')}`],
])('%s names who asks', (address, authorization) => {
  expect(authorizationLine(parseProxy(address))).toBe(authorization && `proxy-authorization: ${authorization}\r\n`);
});
