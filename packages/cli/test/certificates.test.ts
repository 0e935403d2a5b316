import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { runBin, runMain, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { useEngine } from './given';

const { engine } = useEngine();
const file = (name: string) => path.join(__dirname, 'fixtures', 'certificates', `${name}.pem`);
const { 'noop.js': noop } = writeFiles(tempDir(), {
  'noop.js': 'module.exports = (record, dyno, callback) => callback();',
});

/** A server with a certificate, which counts who connects. */
async function serve(certificates: string[]) {
  const cert = certificates.map((name) => readFileSync(file(name), 'utf8')).join('');
  const server = createServer({ key: readFileSync(file('key')), cert }, (request, response) => {
    request.resume().on('end', () => {
      response.writeHead(400);
      response.end(JSON.stringify({ __type: 'x#ResourceNotFoundException', message: 'not found' }));
    });
  });
  let connections = 0;
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, connections: () => connections, close: () => server.close() };
}

describe('a certificate', () => {
  test.each<[string, string[], string | undefined, string, RegExp]>([
    ['signed by itself', ['self-signed'], undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS=\/path/],
    ['of somebody unknown', ['issued'], undefined, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS=\/path/],
    ['with somebody unknown', ['issued', 'ca'], undefined, 'SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS=\/path/],
    ['of another name', ['misnamed'], 'misnamed', 'ERR_TLS_CERT_ALTNAME_INVALID', /a name that the certificate was/],
    ['that has expired', ['expired'], 'ca', 'CERT_HAS_EXPIRED', /renewed; or is the clock/],
  ])('%s is called that, after one attempt', async (_, certificates, trusted, code, hint) => {
    const server = await serve(certificates);
    const env = { NODE_EXTRA_CA_CERTS: trusted && file(trusted) };
    const ran = await runBin(['scan', 'us-east-1/people', noop, '--endpoint', server.endpoint], { env });
    server.close();
    const [told, remedy, ...more] = ran.stderr.split('\n');
    expect(told).toMatch(
      /^error: cannot reach DynamoDB for table people at https:\S+: its certificate is not accepted: /,
    );
    expect(told).toContain(`(${code})`);
    expect(remedy).toMatch(hint);
    expect({ more, code: ran.code, connections: server.connections() }).toEqual({
      more: [''],
      code: 2,
      connections: 1,
    });
  });

  test('is taken when who issued it is trusted', async () => {
    const server = await serve(['issued']);
    const env = { NODE_EXTRA_CA_CERTS: file('ca') };
    const ran = await runBin(['scan', 'us-east-1/people', noop, '--endpoint', server.endpoint], { env });
    server.close();
    expect(ran.stderr).toContain('there is no table people');
  });
});

test('https to what speaks http is told as that', async () => {
  const endpoint = engine.endpoint.replace('http:', 'https:');
  const { code, stderr } = await runMain(['scan', 'us-east-1/people', noop, '--endpoint', endpoint]);
  expect(stderr).toMatch(
    / at https:\S+: it answers in plain text, not in TLS\n {2}What listens there [^\n]* http:\/\/ [^\n]*\n$/,
  );
  expect(code).toBe(2);
});
