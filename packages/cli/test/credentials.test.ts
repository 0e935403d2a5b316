import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { createTable, runBin, runMain, seed, startDynalite, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

/** Servers that stand for AWS: what was asked of them, and by whom. */
const asked: { host: string; signedBy: string | undefined; target: string; body: string }[] = [];
let account = '111111111111';
let dynalite: Awaited<ReturnType<typeof startDynalite>>;
let aws: Server;
let sts: Server;
let proxy: Server;
let through = 0;
let table: string;
const dir = tempDir();
const script = writeFiles(dir, { 'nothing.js': 'module.exports = (record, dyno, callback) => callback();' })[
  'nothing.js'
]!;

const body = async (request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const listen = async (server: Server) => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};
const note = (request: IncomingMessage, text: string) =>
  asked.push({
    host: request.headers.host!,
    signedBy: /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1],
    target: String(request.headers['x-amz-target'] ?? ''),
    body: text,
  });

beforeAll(async () => {
  dynalite = await startDynalite();
  table = await createTable(dynalite);
  await seed(dynalite, table, [{ id: { S: 'a' } }]);
  aws = await listen(
    createServer(async (request, response) => {
      const text = await body(request);
      note(request, text);
      const answer = await fetch(dynalite.endpoint, {
        method: 'POST',
        headers: Object.fromEntries(
          ['x-amz-target', 'content-type', 'authorization', 'x-amz-date', 'x-amz-security-token'].flatMap((name) =>
            request.headers[name] ? [[name, String(request.headers[name])]] : [],
          ),
        ),
        body: text,
      });
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(await answer.text());
    }),
  );
  sts = await listen(
    createServer(async (request, response) => {
      const text = await body(request);
      note(request, text);
      const role = text.includes('AssumeRole');
      if (account === 'none' && !role)
        return void response
          .writeHead(403)
          .end('<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>');
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(
          role
            ? `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>OFROLE</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::222222222222:assumed-role/r/s</Arn><AssumedRoleId>r:s</AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>`
            : `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/me</Arn><UserId>me</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        );
    }),
  );
  proxy = await listen(createServer());
  proxy.on('connect', (_request, socket) => {
    through++;
    const onward = connect((aws.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  // What a proxy is asked for with http:// in front.
  proxy.on('request', async (request, response) => {
    through++;
    const answer = await fetch(addressOf(aws), {
      method: 'POST',
      headers: {
        'x-amz-target': String(request.headers['x-amz-target']),
        'content-type': 'application/x-amz-json-1.0',
        authorization: String(request.headers.authorization),
        'x-amz-date': String(request.headers['x-amz-date']),
      },
      body: await body(request),
    });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(await answer.text());
  });
});

afterAll(async () => {
  for (const server of [aws, sts, proxy]) {
    server.closeAllConnections();
    server.close();
  }
  await dynalite.stop();
});

beforeEach(() => {
  asked.length = 0;
  through = 0;
  account = '111111111111';
});

const none = {
  ...{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '', AWS_PROFILE: '' },
  ...{ AMAZON_ACCESS_KEY_ID: '', AMAZON_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' },
};

interface Given {
  env?: { [name: string]: string };
  config?: string;
  credentials?: string;
  args?: string[];
}

function scan({ env = {}, config = '', credentials = '', args = [] }: Given) {
  const files = writeFiles(tempDir(), { config, credentials });
  const place = { AWS_CONFIG_FILE: files.config!, AWS_SHARED_CREDENTIALS_FILE: files.credentials! };
  return runMain(['scan', `us-east-1/${table}`, script, '--state', path.join(dir, 'state'), ...args], {
    env: { ...none, ...place, ...env },
  });
}

const signers = () => [...new Set(asked.filter(({ target }) => target).map(({ signedBy }) => signedBy))];
const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = x\n`;
const files = `[default]\n${keys('OFDEFAULT')}\n[prod]\n${keys('OFPROFILE')}\n[other]\n${keys('OFOTHER')}`;

describe('whose credentials are used', () => {
  const own = { AWS_ACCESS_KEY_ID: 'OFENV', AWS_SECRET_ACCESS_KEY: 'x' };
  const old = { AMAZON_ACCESS_KEY_ID: 'OFAMAZON', AMAZON_SECRET_ACCESS_KEY: 'x' };
  const half = { AWS_ACCESS_KEY_ID: 'HALF' };
  const cases: [string, { [name: string]: string }, string[], string][] = [];
  for (const [profiled, profile] of [
    ['', {}],
    [' and AWS_PROFILE', { AWS_PROFILE: 'prod' }],
  ] as const) {
    const chosen = profiled ? 'OFPROFILE' : 'OFDEFAULT';
    cases.push([`keys in the environment${profiled}`, { ...own, ...profile }, [], 'OFENV']);
    cases.push([`keys by their old names${profiled}`, { ...old, ...profile }, [], 'OFAMAZON']);
    cases.push([`keys by both names${profiled}`, { ...old, ...own, ...profile }, [], 'OFENV']);
    cases.push([`half a pair of keys${profiled}`, { ...half, ...profile }, [], chosen]);
    cases.push([`no keys${profiled}`, { ...profile }, [], chosen]);
    cases.push([
      `--profile, keys in the environment${profiled}`,
      { ...own, ...old, ...profile },
      ['--profile', 'other'],
      'OFOTHER',
    ]);
  }

  test.each(cases)('%s', async (_, env, args, signer) => {
    const { code } = await scan({ env, credentials: files, args: ['--endpoint', addressOf(aws), ...args] });
    expect(code).toBe(0);
    expect(signers()).toEqual([signer]);
  });
});

describe('--profile', () => {
  test('leads where its endpoint_url says, as AWS_PROFILE does', async () => {
    const config = `[profile dev]\nregion = eu-west-1\n${keys('OFDEV')}endpoint_url = ${addressOf(aws)}\n`;
    expect((await scan({ config, args: ['--profile', 'dev'] })).code).toBe(0);
    expect((await scan({ config, env: { AWS_PROFILE: 'dev' } })).code).toBe(0);
    expect(signers()).toEqual(['OFDEV']);
    expect(asked.length).toBeGreaterThan(3);
  });

  test('leads where its services section says; the environment comes first', async () => {
    const config = `[profile dev]\n${keys('OFDEV')}services = local\nendpoint_url = http://127.0.0.1:1\n\n[services local]\ndynamodb =\n  endpoint_url = ${addressOf(aws)}\n`;
    expect((await scan({ config, args: ['--profile', 'dev'] })).code).toBe(0);
    const elsewhere = config.replace(addressOf(aws), 'http://127.0.0.1:1');
    expect(
      (
        await scan({
          config: elsewhere,
          args: ['--profile', 'dev'],
          env: { AWS_ENDPOINT_URL_DYNAMODB: addressOf(aws) },
        })
      ).code,
    ).toBe(0);
    expect((await scan({ config: elsewhere, args: ['--profile', 'dev', '--endpoint', addressOf(aws)] })).code).toBe(0);
  });

  test('takes the role that it names', async () => {
    const config = `[profile base]\n${keys('OFBASE')}[profile role]\nrole_arn = arn:aws:iam::222222222222:role/r\nsource_profile = base\nregion = us-east-1\n`;
    const env = {
      AWS_ENDPOINT_URL_STS: addressOf(sts),
      AWS_ACCESS_KEY_ID: 'OFENV',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_MAX_ATTEMPTS: '1',
    };
    const { code, stderr } = await scan({ config, env, args: ['--profile', 'role', '--endpoint', addressOf(aws)] });
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('dry run') });
    expect(signers()).toEqual(['OFROLE']);
    expect(asked.find(({ body: text }) => text.includes('AssumeRole'))).toMatchObject({ signedBy: 'OFBASE' });
  });

  test('one that is not there, or names services that are not', async () => {
    expect(await scan({ credentials: files, args: ['--profile', 'nope'] })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^error: there is no profile nope in the shared AWS configuration\n {2}There are default, other, prod\./,
      ),
    });
    const config = `[profile dev]\n${keys('OFDEV')}services = gone\n`;
    expect(await scan({ config, args: ['--profile', 'dev'] })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the profile dev names services gone, which are not in the file'),
    });
  });

  test.each(['constructor', '__proto__', 'a b'])('a name that no file has: %s', async (name) => {
    const { code, stderr } = await scan({ credentials: files, args: ['--profile', name] });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`there is no profile ${name} `),
    });
    expect(stderr.includes('Names with spaces cannot be read')).toBe(name === 'a b');
  });

  test.each(['nonsense', 'localhost:8000', 'http//a'])('an endpoint_url that is no address: %s', async (address) => {
    const config = `[profile dev]\n${keys('OFDEV')}endpoint_url = ${address}\n`;
    expect(await scan({ config, args: ['--profile', 'dev'] })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`endpoint_url of the profile dev is no address: ${address}`),
    });
  });

  test.each([
    ['a role in a circle', 'role_arn = arn:aws:iam::1:role/r\nsource_profile = dev\n'],
    ['a source that is not there', 'role_arn = arn:aws:iam::1:role/r\nsource_profile = gone\n'],
    ['a process that fails', 'credential_process = false\n'],
    ['half a pair of keys', 'aws_access_key_id = OFDEV\n'],
    ['no keys', 'region = us-east-1\n'],
  ])('one that gives no credentials is named: %s', async (_, settings) => {
    const config = `[profile dev]\n${settings}`;
    const told = {
      code: 2,
      stderr: expect.stringMatching(/^error: the profile dev gives no AWS credentials for table /),
    };
    const at = ['--endpoint', addressOf(aws)];
    expect(await scan({ config, args: [...at, '--profile', 'dev'] })).toMatchObject(told);
    expect(await scan({ config, args: at, env: { AWS_PROFILE: 'dev' } })).toMatchObject(told);
  });
});

describe('the account', () => {
  const env = () => ({ AWS_ACCESS_KEY_ID: 'OFENV', AWS_SECRET_ACCESS_KEY: 'x', AWS_ENDPOINT_URL_STS: addressOf(sts) });
  const at = () => ['--endpoint', addressOf(aws)];

  test('is told before a live run', async () => {
    const { stderr } = await scan({ env: env(), args: [...at(), '--live'] });
    expect(stderr).toMatch(/^live on us-east-1\/\S+, account 111111111111, as arn:aws:iam::111111111111:user\/me$/m);
    expect((await scan({ env: env(), args: at() })).stderr).not.toContain('account');
  });

  test('is not told where it cannot be, and the run goes on', async () => {
    account = 'none';
    expect(await scan({ env: env(), args: [...at(), '--live'] })).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('account'),
    });
  });

  test('another one than expected is refused, dry and live, before anything is read', async () => {
    for (const live of [[], ['--live'], ['--preview']]) {
      const { code, stderr } = await scan({ env: env(), args: [...at(), '--expect-account', '222222222222', ...live] });
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(
          'these are credentials of account 111111111111 (arn:aws:iam::111111111111:user/me), and account 222222222222 is expected',
        ),
      });
    }
    expect(asked.filter(({ target }) => target.endsWith('.Scan'))).toEqual([]);
    expect((await scan({ env: env(), args: [...at(), '--expect-account', '111111111111'] })).code).toBe(0);
  });

  test('one that is expected and cannot be told is refused', async () => {
    account = 'none';
    expect(await scan({ env: env(), args: [...at(), '--expect-account', '222222222222'] })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'account 222222222222 is expected, and AWS did not say whose credentials these are',
      ),
    });
  });

  test('must look like one', async () => {
    expect(await scan({ args: ['--expect-account', 'me'] })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--expect-account must be an account number of 12 digits, not "me"'),
    });
  });
});

describe('AWS.config of the SDK v2', () => {
  const sdk = path.dirname(
    require.resolve('aws-sdk/package.json', {
      paths: [require.resolve('@mapbox/dyno', { paths: [path.join(__dirname, '../../test-tools')] })],
    }),
  );
  const run = async (update: string, client = '{ ...dyno.config }') => {
    const home = tempDir();
    mkdirSync(path.join(home, 'node_modules'));
    symlinkSync(sdk, path.join(home, 'node_modules/aws-sdk'));
    const { 'configured.js': configured } = writeFiles(home, {
      credentials:
        '[other]\naws_access_key_id = OFOTHER\naws_secret_access_key = x\n[default]\naws_access_key_id = OFDEFAULT\naws_secret_access_key = x\n',
      config: '',
      'configured.js': `
const AWS = require('aws-sdk');
const Dyno = require('dyno');
const http = require('node:http');
let opened = 0;
class Own extends http.Agent { createConnection(...given) { opened++; return super.createConnection(...given); } }
${update}
module.exports = (record, dyno, callback) => Dyno({ ...(${client}), table: process.env.OWN_TABLE }).putItem({ Item: { id: 'own' } }, callback);
module.exports.finish = (dyno, callback) => { console.log('opened', opened); callback(); };`,
    });
    asked.length = 0;
    const args = [
      `us-east-1/${table}`,
      configured!,
      '--live',
      '--no-journal',
      '--limit',
      '1',
      '--endpoint',
      addressOf(aws),
    ];
    const env = {
      ...{ ...none, AWS_ACCESS_KEY_ID: 'OFENV', AWS_SECRET_ACCESS_KEY: 'x', OWN_TABLE: table },
      ...{ OTHER_ACCESS_KEY_ID: 'OFPREFIX', OTHER_SECRET_ACCESS_KEY: 'x', OWN_PROXY: addressOf(proxy) },
      ...{ AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'credentials'), AWS_CONFIG_FILE: path.join(home, 'config') },
    };
    // A process of its own, as the SDK stays configured.
    const result = await runBin(['scan', ...args, '--state', path.join(dir, 'state')], { env });
    return { ...result, signer: asked.find(({ target }) => target.endsWith('PutItem'))?.signedBy };
  };

  test('its credentials and its agent count for dyno clients', async () => {
    expect(await run(`AWS.config.update({ accessKeyId: 'OFUPDATE', secretAccessKey: 'x' });`)).toMatchObject({
      code: 0,
      signer: 'OFUPDATE',
    });
    expect(await run(`AWS.config.credentials = new AWS.Credentials('OFOBJECT', 'x');`)).toMatchObject({
      code: 0,
      signer: 'OFOBJECT',
    });
    expect((await run(`AWS.config.update({ httpOptions: { agent: new Own() } });`)).stdout).toMatch(/opened [1-9]/);
  });

  test('what a client was given comes first, and what the SDK found by itself does not count', async () => {
    const own = `{ ...dyno.config, accessKeyId: 'OFCLIENT', secretAccessKey: 'x' }`;
    expect((await run(`AWS.config.update({ accessKeyId: 'OFUPDATE', secretAccessKey: 'x' });`, own)).signer).toBe(
      'OFCLIENT',
    );
    expect((await run('')).signer).toBe('OFENV');
  });

  test.each([
    [`AWS.config.credentials = new AWS.SharedIniFileCredentials({ profile: 'other' });`, 'OFOTHER'],
    [`AWS.config.credentials = new AWS.SharedIniFileCredentials();`, 'OFDEFAULT'],
    [`AWS.config.credentials = new AWS.ProcessCredentials({ profile: 'other' });`, 'OFOTHER'],
    [`AWS.config.credentials = new AWS.EnvironmentCredentials('OTHER');`, 'OFPREFIX'],
    [`AWS.config.dynamodb = { accessKeyId: 'OFSERVICE', secretAccessKey: 'x' };`, 'OFSERVICE'],
    [`AWS.config.dynamodb = { credentials: new AWS.Credentials('OFSERVICE', 'x') };`, 'OFSERVICE'],
  ])('credentials that a script chooses count: %s', async (update, signer) => {
    expect(await run(update)).toMatchObject({ code: 0, signer });
  });

  test('a profile that is not there is told', async () => {
    const { code, stderr } = await run(
      `AWS.config.credentials = new AWS.SharedIniFileCredentials({ profile: 'nope' });`,
    );
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no profile nope') });
  });

  test('its proxy counts, and what is no agent is refused', async () => {
    const far = `{ ...dyno.config, endpoint: 'http://dynamodb.example.test' }`;
    for (const update of [
      'AWS.config.update({ httpOptions: { proxy: process.env.OWN_PROXY } });',
      'AWS.config.dynamodb = { httpOptions: { proxy: process.env.OWN_PROXY } };',
    ]) {
      through = 0;
      expect(await run(update, far)).toMatchObject({ code: 0 });
      expect(through).toBe(1);
    }
    const { code, stderr } = await run(`AWS.config.update({ httpOptions: { agent: 'http://proxy' } });`);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('httpOptions.agent of AWS.config is no agent of node:http or node:https'),
    });
  });

  test('credentials that are yet to be fetched are refused', async () => {
    const { code, stderr } = await run(
      `AWS.config.credentials = new AWS.TemporaryCredentials({ RoleArn: 'arn:aws:iam::1:role/r' }, new AWS.Credentials('', ''));`,
    );
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'the script set AWS.config.credentials to TemporaryCredentials, which have no keys yet',
      ),
    });
  });
});

describe('regions', () => {
  const env = {
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    HTTPS_PROXY: 'http://127.0.0.1:1',
    AWS_MAX_ATTEMPTS: '1',
  };
  test.each([
    ['eusc-de-east-1', ''],
    ['eu-west-1', ''],
    ['eu-wst-1', 'warning: eu-wst-1 is no AWS region that is known here: did you mean eu-west-1?\n'],
    ['xy-new-south-9', 'warning: xy-new-south-9 is no AWS region that is known here\n'],
  ])('%s', async (region, warning) => {
    const { stderr } = await runMain(['scan', `${region}/t-t`, script], { env: { ...none, ...env } });
    expect(stderr).toMatch(
      new RegExp(`^${warning.replace('?', '\\?')}error: cannot reach DynamoDB for table t-t at region ${region}`),
    );
  });
});

describe('proxies', () => {
  const keyed = { AWS_ACCESS_KEY_ID: 'OFENV', AWS_SECRET_ACCESS_KEY: 'x' };
  const far = ['--endpoint', 'http://dynamodb.example.test'];

  test.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])('%s is gone through', async (name) => {
    const { code } = await scan({ env: { ...keyed, [name]: addressOf(proxy) }, args: far });
    expect({ code, isUsed: through > 0, signers: signers() }).toEqual({ code: 0, isUsed: true, signers: ['OFENV'] });
  });

  test('NO_PROXY and what is on this machine are reached directly', async () => {
    const env = { ...keyed, HTTP_PROXY: addressOf(proxy), AWS_MAX_ATTEMPTS: '1' };
    expect((await scan({ env, args: ['--endpoint', addressOf(aws)] })).code).toBe(0);
    expect((await scan({ env: { ...env, NO_PROXY: '.example.test' }, args: far })).code).toBe(2);
    expect(through).toBe(0);
  });

  test('one that cannot be used is refused', async () => {
    expect(await scan({ env: { ...keyed, HTTP_PROXY: 'socks5://me:secret@proxy:1080' }, args: far })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: socks5:\/\/proxy:1080 is no address of a proxy that can be used\n/),
    });
  });

  test('those that a script gives to its client', async () => {
    const { 'own.js': own } = writeFiles(tempDir(), {
      'own.js': `
const Dyno = require('dyno');
const { Agent } = require('node:http');
let opened = 0;
class Own extends Agent { createConnection(...given) { opened++; return super.createConnection(...given); } }
const clients = {};
module.exports = async (record, dyno) => {
  if (!dyno) return;
  const put = (id, httpOptions, endpoint = dyno.config.endpoint) =>
    Dyno({ ...dyno.config, endpoint, table: process.env.OWN_TABLE, httpOptions }).putItem({ Item: { id } }).promise();
  await put('agent', { agent: new Own(), timeout: 2000 });
  await put('proxy', { proxy: process.env.OWN_PROXY }, 'http://dynamodb.example.test');
  try {
    await put('bad', { agent: 'http://proxy' });
  } catch ({ message }) {
    console.log(message);
  }
};
module.exports.finish = (dyno, callback) => { console.log('opened', opened); callback(); };`,
    });
    const { stdout, stderr } = await runMain(
      [
        'scan',
        `us-east-1/${table}`,
        own!,
        '--live',
        '--no-journal',
        '--limit',
        '1',
        '--endpoint',
        addressOf(aws),
        '--state',
        path.join(dir, 'state'),
      ],
      { env: { ...none, ...keyed, OWN_TABLE: table, OWN_PROXY: addressOf(proxy) } },
    );
    expect(stdout + stderr).toContain('opened 1');
    expect(through).toBe(1);
    expect(stdout + stderr).toContain('httpOptions.agent of a dyno client is no agent of node:http or node:https');
  });
});
