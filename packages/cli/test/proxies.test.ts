import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createProxy, type IncomingHttpHeaders, request } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { createTable, runBin, seed, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { engine } = useEngine();
const file = (name: string) => path.join(__dirname, 'fixtures', 'certificates', `${name}.pem`);
const { 'put.js': put } = writeFiles(tempDir(), {
  'put.js': 'module.exports = (record, dyno, callback) => dyno.putItem({ Item: { ...record, seen: true } }, callback);',
});
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** The engine behind TLS, as other.example. */
async function serveSecurely() {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer({ key: readFileSync(file('key')), cert: readFileSync(file('misnamed')) }, (from, to) => {
    seen.push(from.headers);
    const onward = request(engine.endpoint, { method: 'POST', headers: from.headers }, (answer) => {
      to.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(to);
    });
    from.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, port: (server.address() as AddressInfo).port };
}

/** A proxy that leads every tunnel to one port, for those who say who they are. */
async function startProxy(port: number) {
  const tunnels: string[] = [];
  const proxy = createProxy();
  proxy.on('connect', ({ url, headers }, socket) => {
    const user = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    socket.on('error', () => {});
    if (headers['proxy-authorization'] !== user) return socket.end('HTTP/1.1 407 Who are you\r\n\r\n');
    tunnels.push(url!);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  ends.push(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { tunnels, at: `127.0.0.1:${(proxy.address() as AddressInfo).port}` };
}

async function scan(env: { [name: string]: string | undefined }) {
  const table = await createTable(engine);
  await seed(engine, table, [{ id: { S: 'a' } }, { id: { S: 'b' } }]);
  const args = ['scan', `us-east-1/${table}`, put, '--endpoint', 'https://other.example', '--live'];
  return runBin(args, {
    cwd: tempDir(),
    env: { NODE_EXTRA_CA_CERTS: file('misnamed'), AWS_MAX_ATTEMPTS: '2', ...env },
  });
}

describe('a proxy of HTTPS_PROXY', () => {
  test.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'])('carries all of a live run: %s', async (name) => {
    const server = await serveSecurely();
    const proxy = await startProxy(server.port);
    const { code, stderr } = await scan({ [name]: `http://me:secret@${proxy.at}` });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('secret') });
    expect(new Set(proxy.tunnels)).toEqual(new Set(['other.example:443']));
    const operations = server.seen.map((headers) => String(headers['x-amz-target']).split('.')[1]);
    expect(operations.filter((operation) => operation === 'PutItem')).toHaveLength(2);
    // Who asks is told to the proxy alone; our own connection is kept, and takes no more than the SDK's.
    expect(server.seen.filter((headers) => headers['proxy-authorization'] !== undefined)).toEqual([]);
    expect(proxy.tunnels.length).toBeLessThan(operations.length);
  });

  test('is told when it lets nobody through, without its password', async () => {
    const server = await serveSecurely();
    const proxy = await startProxy(server.port);
    const { code, stderr } = await scan({ HTTPS_PROXY: `http://me:wrong@${proxy.at}` });
    expect(code).toBe(2);
    expect(stderr).toContain('407');
    expect(stderr).not.toContain('wrong');
    expect(proxy.tunnels).toEqual([]);
  });

  test('is passed by for what NO_PROXY names', async () => {
    const server = await serveSecurely();
    const proxy = await startProxy(server.port);
    const { code } = await scan({ HTTPS_PROXY: `http://me:secret@${proxy.at}`, NO_PROXY: '.example' });
    expect({ code, tunnels: proxy.tunnels }).toEqual({ code: 2, tunnels: [] });
  });
});
