import { execFileSync } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { whereFrom, whoIs } from '../src';

test.each([
  [
    {
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: 'c0ffee',
      CI_COMMIT_REF_NAME: 'refs/merge-requests/7/head',
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'add-auth',
      CI_MERGE_REQUEST_IID: '7',
      CI_JOB_NAME: 'apply',
      CI_JOB_URL: 'https://gitlab.example.com/jobs/1',
      CI_JOB_TOKEN: 'secret',
      GITLAB_USER_LOGIN: 'ada',
    },
    {
      ci: 'gitlab',
      commit: 'c0ffee',
      branch: 'add-auth',
      job: 'apply',
      url: 'https://gitlab.example.com/jobs/1',
      request: '7',
    },
  ],
  [
    {
      GITHUB_ACTIONS: 'true',
      GITHUB_SHA: 'c0ffee',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_REF_NAME: '7/merge',
      GITHUB_HEAD_REF: 'add-auth',
      GITHUB_REPOSITORY: 'team/app',
      GITHUB_RUN_ID: '42',
      GITHUB_JOB: 'apply',
      GITHUB_TOKEN: 'secret',
      GITHUB_ACTOR: 'ada',
    },
    {
      ci: 'github',
      commit: 'c0ffee',
      branch: 'add-auth',
      job: 'apply',
      url: 'https://github.com/team/app/actions/runs/42',
      request: '7',
    },
  ],
  [
    { JENKINS_URL: 'x', GIT_COMMIT: 'c0ffee', GIT_BRANCH: 'main', JOB_NAME: 'apply', BUILD_USER_ID: 'ada' },
    { ci: 'jenkins', commit: 'c0ffee', branch: 'main', job: 'apply' },
  ],
])('a CI job tells by its variables, and no secret (%#)', async (env, where) => {
  expect(await whereFrom(env, tempDir())).toEqual(where);
  expect(whoIs(env)).toEqual({ user: 'ada', host: hostname() });
});

test('a checkout tells by git', async () => {
  const cwd = tempDir();
  writeFiles(cwd, { file: 'a' });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd })
      .toString()
      .trim();
  git('init', '-q', '-b', 'trunk');
  expect(await whereFrom({}, cwd)).toEqual({});
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  const commit = git('rev-parse', 'HEAD');
  expect(await whereFrom({}, cwd)).toEqual({ commit, branch: 'trunk', dirty: false });
  writeFiles(cwd, { file: 'b' });
  expect(await whereFrom({ CI: 'true' }, cwd)).toEqual({ ci: 'unknown', commit, branch: 'trunk', dirty: true });
});

test('outside of all that nothing is told but who', async () => {
  expect(await whereFrom({}, tempDir())).toEqual({});
  expect(whoIs({})).toEqual({ user: userInfo().username, host: hostname() });
});
