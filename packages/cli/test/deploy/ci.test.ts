import { execFile, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createTable, dump, seed, tempDir } from '@dynamodb-migrate/test-tools';
import { parse } from 'yaml';
import { useDynalite } from './given';

const engine = useDynalite();
const root = path.join(__dirname, '../../../..');
const gitlab = 'examples/07-gitlab-ci/.gitlab-ci.yml';
const github = 'examples/08-github-actions/.github/workflows/dynamodb.yml';
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const run = promisify(execFile);

/** A copy of an example, as a checkout with the bin installed. */
function checkout(example: string): string {
  const dir = path.join(tempDir(), 'checkout');
  cpSync(path.join(root, 'examples', example), dir, { recursive: true });
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
}

/** What GitLab and GitHub have in common where comments are concerned. */
async function startComments(): Promise<{ server: Server; comments: Comments }> {
  const comments: Comments = { url: '', all: ['an unrelated comment'] };
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    const answer = (data: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(data));
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
    ...{ AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint, AWS_ACCESS_KEY_ID: 'fake', AWS_SECRET_ACCESS_KEY: 'fake' },
    ...variables,
  };
  return run('bash', ['-euo', 'pipefail', '-c', script], { cwd: dir, env: env as NodeJS.ProcessEnv, encoding: 'utf8' });
}

const statuses = async (env: string) => (await dump(engine, `users-${env}`)).map(({ status }) => status);
const active = [{ S: 'active' }, { S: 'active' }];

test('the lines of the GitLab pipeline', async () => {
  const dir = checkout('07-gitlab-ci');
  const jobs = parse(read(gitlab));
  const variables = {
    ...{ GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'ada', CI_API_V4_URL: comments.url, CI_PROJECT_ID: '7' },
    ...{ CI_MERGE_REQUEST_IID: '31', GITLAB_TOKEN: 'secret', CI_COMMIT_SHA: 'e83c516' },
  };
  const go = (name: string) => job(dir, jobs[name].script, { ...variables, ...jobs[name].variables });
  for (const env of ['staging', 'production']) await job(dir, [`npx dynamodb-migrate init --env ${env}`], {});

  await go('lint');
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

test('the lines of the GitHub workflow', async () => {
  const dir = checkout('08-github-actions');
  const { jobs } = parse(read(github));
  const variables = {
    ...{ GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'ada', GITHUB_API_URL: comments.url, GITHUB_REPOSITORY: 'team/app' },
    ...{ GITHUB_TOKEN: 'secret', PULL_REQUEST: '31', GITHUB_STEP_SUMMARY: path.join(dir, 'summary.md') },
  };
  const go = (name: string) => {
    const { steps, env } = jobs[name];
    return job(
      dir,
      steps.flatMap((step: { run?: string }) => step.run ?? []),
      { ...variables, ...env },
    );
  };
  for (const env of ['staging', 'production']) await job(dir, [`npx dynamodb-migrate init --env ${env}`], {});

  expect((await go('plan')).stdout).toBe('comment written\n');
  expect((await go('plan')).stdout).toBe('comment updated\n');
  expect(comments.all[1]).toMatch(/^<!-- dynamodb-migrate plan: staging -->/);
  await go('staging');
  expect(await statuses('staging')).toEqual(active);
  await go('plan-production');
  expect(readFileSync(path.join(dir, 'summary.md'), 'utf8')).toContain('### DynamoDB plan for `production`');
  await go('production');
  expect(await statuses('production')).toEqual(active);
}, 120_000);
