import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import {
  accessDenied,
  createTable,
  dump,
  type EngineProxy,
  seed,
  startProxy,
  tempDir,
  uniqueName,
} from '@dynamodb-migrate/test-tools';
import { parse } from 'yaml';
import { type S3Server, startS3 } from '../support/s3-server';
import { useDynalite } from './given';

const engine = useDynalite();
const root = path.join(__dirname, '../../../..');
const gitlab = 'examples/07-gitlab-ci/.gitlab-ci.yml';
const github = 'examples/08-github-actions/.github/workflows/dynamodb.yml';
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const run = promisify(execFile);

/** An example as a runner checks it out, one commit and no branch, with the bin installed. */
function checkout(example: string): string {
  const origin = tempDir();
  const dir = path.join(tempDir(), 'checkout');
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd, stdio: 'pipe' });
  cpSync(path.join(root, 'examples', example), origin, { recursive: true });
  git(origin, 'init', '--quiet', '--initial-branch=main');
  git(origin, 'add', '.');
  git(origin, 'commit', '--quiet', '--message=example');
  git(root, 'init', '--quiet', dir);
  git(dir, 'remote', 'add', 'origin', `file://${origin}`);
  git(dir, 'fetch', '--quiet', '--depth=1', 'origin', 'main');
  git(dir, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
  symlinkSync(path.join(root, 'node_modules'), path.join(dir, 'node_modules'));
  return dir;
}

function checkGitlab(text: string) {
  const dir = tempDir();
  writeFileSync(path.join(dir, '.gitlab-ci.yml'), text);
  spawnSync('git', ['init', '--quiet', dir]);
  const checker = path.join(path.dirname(require.resolve('gitlab-ci-local/package.json')), 'src/index.js');
  const env = { PATH: process.env.PATH, HOME: dir } as NodeJS.ProcessEnv;
  const { status, stdout, stderr } = spawnSync(process.execPath, [checker, '--list-json'], {
    cwd: dir,
    env,
    encoding: 'utf8',
  });
  return { status, printed: stdout + stderr };
}

async function checkGithub(text: string): Promise<string[]> {
  const file = path.join(tempDir(), 'dynamodb.yml');
  writeFileSync(file, text);
  const { stdout } = await run(process.execPath, [
    '--import',
    path.join(__dirname, 'load-json.mjs'),
    path.join(__dirname, 'check-workflow.mjs'),
    file,
  ]);
  return JSON.parse(stdout);
}

test('the GitLab pipeline is what the schema of GitLab allows', () => {
  expect(checkGitlab(read(gitlab))).toMatchObject({ status: 0, printed: expect.not.stringMatching(/Invalid/) });
  const wrong = checkGitlab(read(gitlab).replace('artifacts:', 'artefacts:'));
  expect(wrong.status).not.toBe(0);
  expect(wrong.printed).toMatch(/artefacts/);
});

test('the GitHub workflow is what the parser of GitHub allows', async () => {
  expect(await checkGithub(read(github))).toEqual([]);
  expect(await checkGithub(read(github).replace('runs-on', 'run-on'))).not.toEqual([]);
});

interface Comments {
  url: string;
  /** Bodies by number. */
  all: string[];
  /** Reviews of the workflow run, as GitHub tells them. */
  reviews: object[];
}

/** What GitLab and GitHub have in common where comments are concerned. */
async function startComments(): Promise<{ server: Server; comments: Comments }> {
  const comments: Comments = { url: '', all: ['an unrelated comment'], reviews: [] };
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    const answer = (data: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(data));
    if (url.endsWith('/repos/team/app/actions/runs/12/approvals')) return answer(comments.reviews);
    if (method === 'GET') return answer(comments.all.map((body, id) => ({ id, body })));
    const { body } = JSON.parse((await buffer(request)).toString());
    const id = method === 'POST' ? comments.all.length : Number(url.split('/').pop());
    comments.all[id] = body;
    answer({ id, body });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  comments.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, comments };
}

let comments: Comments;
let server: Server;
let proxy: EngineProxy;
let s3: S3Server;
beforeAll(async () => {
  [proxy, s3] = await Promise.all([startProxy({ to: engine }), startS3()]);
});
afterAll(() => Promise.all([proxy.stop(), s3.stop()]));
beforeEach(async () => {
  ({ server, comments } = await startComments());
  for (const env of ['staging', 'production']) {
    await engine.send('DeleteTable', { TableName: `users-${env}` }).catch(() => {});
    const gone = () =>
      engine.send('DescribeTable', { TableName: `users-${env}` }).then(
        () => false,
        () => true,
      );
    while (!(await gone()));
    await createTable(engine, { name: `users-${env}` });
    await seed(
      engine,
      `users-${env}`,
      ['ada', 'bob'].map((id) => ({ id: { S: id }, email: { S: `${id}@example.com` } })),
    );
  }
  await engine.send('DeleteTable', { TableName: 'dynamodb-migrate-ledger' }).catch(() => {});
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** Runs the lines of a job as the shell of a CI job does. */
async function job(dir: string, lines: readonly string[], variables: { [name: string]: string }) {
  const script = lines.filter((line) => line !== 'npm ci').join('\n');
  const env = {
    ...{ PATH: process.env.PATH, HOME: dir, npm_config_offline: 'true', npm_config_update_notifier: 'false' },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint, TMPDIR: tempDir(), ...s3.env },
    ...variables,
  };
  return run('bash', ['-euo', 'pipefail', '-c', script], { cwd: dir, env: env as NodeJS.ProcessEnv, encoding: 'utf8' });
}

interface Job {
  lines: string[];
  /** Files that it finds, and that it leaves, whether it succeeds or only then. */
  finds: string[];
  leaves: string[];
  always: boolean;
  variables: { [name: string]: string };
}

/** Jobs of a pipeline, each on a runner of its own with a fresh checkout: only what a job leaves is there for later ones. */
function pipelineOf(example: string, jobNamed: (name: string) => Job) {
  const store = tempDir();
  return async (name: string, lines?: string[]) => {
    const dir = checkout(example);
    const given = jobNamed(name);
    for (const file of given.finds) {
      if (existsSync(path.join(store, file))) cpSync(path.join(store, file), path.join(dir, file));
    }
    const keep = () => {
      for (const file of given.leaves) {
        if (existsSync(path.join(dir, file))) cpSync(path.join(dir, file), path.join(store, file), { recursive: true });
      }
    };
    try {
      const done = await job(dir, lines ?? given.lines, given.variables);
      keep();
      return { ...done, dir };
    } catch (error) {
      if (given.always) keep();
      throw error;
    }
  };
}

function gitlabPipeline() {
  const { variables, ...jobs } = parse(read(gitlab));
  const common = here(variables);
  return pipelineOf('07-gitlab-ci', (name) => ({
    lines: jobs[name].script,
    finds: ['plan.json'],
    leaves: jobs[name].artifacts?.paths ?? [],
    always: jobs[name].artifacts?.when === 'always',
    variables: {
      ...{ GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'ada', CI_API_V4_URL: comments.url, CI_PROJECT_ID: '7' },
      ...{ CI_MERGE_REQUEST_IID: '31', GITLAB_TOKEN: 'secret', CI_COMMIT_SHA: 'e83c516' },
      ...{ CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' },
      ...common,
      ...jobs[name].variables,
    },
  }));
}

function githubPipeline() {
  const { jobs, env: variables } = parse(read(github));
  const common = here(variables);
  return pipelineOf('08-github-actions', (name) => {
    const { steps, env } = jobs[name];
    const uploads = steps.filter((step: { uses?: string }) => step.uses?.startsWith('actions/upload-artifact'));
    return {
      lines: steps.flatMap((step: { run?: string }) => step.run ?? []),
      finds: steps.some((step: { uses?: string }) => step.uses?.startsWith('actions/download-artifact'))
        ? ['plan.json']
        : [],
      leaves: uploads.map((step: { with: { path: string } }) => step.with.path),
      always: uploads.every((step: { if?: string }) => step.if === 'always()'),
      variables: {
        ...{
          GITHUB_ACTIONS: 'true',
          GITHUB_ACTOR: 'ada',
          GITHUB_RUN_ID: '12',
          GITHUB_API_URL: comments.url,
          GITHUB_REPOSITORY: 'team/app',
        },
        ...{ GITHUB_TOKEN: 'secret', PULL_REQUEST: '31', GITHUB_STEP_SUMMARY: 'summary.md' },
        ...{ GITHUB_BASE_REF: 'main' },
        ...common,
        ...env,
      },
    };
  });
}

/** The variables of a pipeline, with a place on the S3 server of these tests where people name theirs. */
function here(variables: { [name: string]: string } = {}): { [name: string]: string } {
  const place = `s3://migrations/${uniqueName('pipeline')}`;
  const isPlace = (value: string) => value.startsWith('s3://');
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, isPlace(value) ? place : value]));
}

async function initialise(): Promise<void> {
  for (const env of ['staging', 'production']) {
    await job(checkout('07-gitlab-ci'), [`npx dynamodb-migrate init --env ${env}`], {});
  }
}

/** Lets a script's writes fail from the second one on. */
function breakWrites(): void {
  let writes = 0;
  proxy.reset(() => async (exchange) => {
    const { operation, input } = exchange;
    const isOwn = operation === 'UpdateItem' && input.TableName.startsWith('users-');
    if (isOwn && ++writes > 1) return accessDenied(exchange);
    exchange.reply(await exchange.forward());
  });
}

const statuses = async (env: string) => (await dump(engine, `users-${env}`)).map(({ status }) => status);
const active = [{ S: 'active' }, { S: 'active' }];

test('the lines of the GitLab pipeline', async () => {
  const go = gitlabPipeline();
  await initialise();

  expect((await go('lint')).stderr).toContain('1 script, compared with origin/main: 0 findings\n');
  expect((await go('plan')).stdout).toBe('comment written\n');
  expect((await go('plan')).stdout).toBe('comment updated\n');
  expect(comments.all).toHaveLength(2);
  expect(comments.all[1]).toMatch(/^<!-- dynamodb-migrate plan: staging -->/);
  expect(comments.all[1]).not.toContain('ada@example.com');

  await go('staging');
  expect(await statuses('staging')).toEqual(active);
  await go('plan production');
  await expect(go('production')).rejects.toMatchObject({
    stderr: expect.stringMatching(/nobody has approved this plan/),
  });
  expect(await statuses('production')).toEqual([undefined, undefined]);
  await go('approve');
  expect((await go('production')).stdout).toMatch(/applied/);
  expect(await statuses('production')).toEqual(active);
}, 120_000);

test('a script that fails is told in the merge request, and fails the GitLab job', async () => {
  const go = gitlabPipeline();
  await initialise();
  const broken = 'dynamodb-migrations/2022-01-01T00:00:00Z-broken.js';
  const code =
    'module.exports = (r, d, cb) => cb(new Error(\\"out of order\\")); module.exports.table = \\"users-staging\\";';
  const lines = [`echo "${code}" > ${broken}`, ...parse(read(gitlab)).plan.script];
  await expect(go('plan', lines)).rejects.toMatchObject({ code: 1, stdout: 'comment written\n' });
  expect(comments.all[1]).toContain('out of order');
}, 120_000);

test('the lines of the GitHub workflow', async () => {
  const go = githubPipeline();
  await initialise();

  const first = await go('plan');
  expect(first.stdout).toBe('comment written\n');
  expect(first.stderr).toContain('1 script, compared with origin/main: 0 findings\n');
  expect((await go('plan')).stdout).toBe('comment updated\n');
  expect(comments.all[1]).toMatch(/^<!-- dynamodb-migrate plan: staging -->/);
  await go('staging');
  expect(await statuses('staging')).toEqual(active);
  const { dir } = await go('plan-production');
  expect(readFileSync(path.join(dir, 'summary.md'), 'utf8')).toContain('### DynamoDB plan for `production`');
  const review = (login: string, state: string, name: string) => ({ state, user: { login }, environments: [{ name }] });
  comments.reviews = [
    review('bob', 'approved', 'staging'),
    review('carl', 'rejected', 'production'),
    review('eve', 'approved', 'production'),
  ];
  await go('production');
  expect(await statuses('production')).toEqual(active);
  const history = await go('production', ['npx dynamodb-migrate history --json']);
  const approved = JSON.parse(history.stdout).find(({ kind }: { kind: string }) => kind === 'approved');
  expect(JSON.stringify(approved)).toContain('"eve"');
  comments.reviews = [];
  const nobody = await go('production', ['node approver.js production']);
  expect(nobody.stdout).toBe('ada (started the run, nobody reviewed it)\n');
}, 120_000);

describe.each([
  ['GitLab', gitlabPipeline, ['plan production', 'approve', 'production']],
  ['GitHub', githubPipeline, ['plan-production', 'production']],
] as const)('a fresh runner of %s', (_name, pipeline, production) => {
  afterEach(() => proxy.reset());

  test('goes on with what an earlier one left half way, or rolls it back', async () => {
    const go = pipeline();
    await initialise();
    breakWrites();
    await expect(go('staging')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('not authorized') });
    expect((await statuses('staging')).filter(Boolean)).toHaveLength(1);
    proxy.reset();
    expect((await go('staging')).stderr).toMatch(/going on with run/);
    expect(await statuses('staging')).toEqual(active);
    await go('staging', ['npx dynamodb-migrate rollback --last --live']);
    expect(await statuses('staging')).toEqual([undefined, undefined]);
  }, 120_000);

  test('goes on with the plan that was approved', async () => {
    const go = pipeline();
    await initialise();
    for (const name of production.slice(0, -1)) await go(name);
    breakWrites();
    await expect(go('production')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not authorized'),
    });
    expect((await statuses('production')).filter(Boolean)).toHaveLength(1);
    proxy.reset();
    expect((await go('production')).stderr).toMatch(/going on with run/);
    expect(await statuses('production')).toEqual(active);
  }, 120_000);
});
