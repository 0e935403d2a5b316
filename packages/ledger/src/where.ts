import { who } from '@dynamodb-migrate/core';
import { git } from './git';

/** Where something was done from. */
export interface Where {
  /** Full hash of the commit. */
  commit?: string;
  branch?: string;
  /** Whether files differ from the commit; told outside of CI only. */
  dirty?: boolean;
  /** `gitlab`, `github` … when in a CI job. */
  ci?: string;
  /** Name or number of the job. */
  job?: string;
  /** Address of the job's page. */
  url?: string;
  /** Number of the merge or pull request. */
  request?: string;
}

/** Who did something. */
export interface Who {
  user: string;
  host: string;
}

export type Variables = { readonly [name: string]: string | undefined };

/** Facts of a CI job, by the variable that tells that it is one. The first that is set counts. */
const services: { ci: string; sign: string; facts(env: Variables): Where & { user?: string } }[] = [
  {
    ci: 'gitlab',
    sign: 'GITLAB_CI',
    facts: (env) => ({
      commit: env.CI_COMMIT_SHA,
      branch: env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME || env.CI_COMMIT_REF_NAME,
      job: env.CI_JOB_NAME,
      url: env.CI_JOB_URL,
      request: env.CI_MERGE_REQUEST_IID,
      user: env.GITLAB_USER_LOGIN,
    }),
  },
  {
    ci: 'github',
    sign: 'GITHUB_ACTIONS',
    facts: (env) => ({
      commit: env.GITHUB_SHA,
      branch: env.GITHUB_HEAD_REF || env.GITHUB_REF_NAME,
      job: env.GITHUB_JOB,
      url:
        env.GITHUB_RUN_ID &&
        `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`,
      request: /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? '')?.[1],
      user: env.GITHUB_ACTOR,
    }),
  },
  {
    ci: 'buildkite',
    sign: 'BUILDKITE',
    facts: (env) => ({
      commit: env.BUILDKITE_COMMIT,
      branch: env.BUILDKITE_BRANCH,
      job: env.BUILDKITE_LABEL || env.BUILDKITE_JOB_ID,
      url: env.BUILDKITE_BUILD_URL,
      request: env.BUILDKITE_PULL_REQUEST === 'false' ? undefined : env.BUILDKITE_PULL_REQUEST,
      user: env.BUILDKITE_BUILD_CREATOR,
    }),
  },
  {
    ci: 'circleci',
    sign: 'CIRCLECI',
    facts: (env) => ({
      commit: env.CIRCLE_SHA1,
      branch: env.CIRCLE_BRANCH,
      job: env.CIRCLE_JOB,
      url: env.CIRCLE_BUILD_URL,
      request: env.CIRCLE_PR_NUMBER,
      user: env.CIRCLE_USERNAME,
    }),
  },
  {
    ci: 'jenkins',
    sign: 'JENKINS_URL',
    facts: (env) => ({
      commit: env.GIT_COMMIT,
      branch: env.CHANGE_BRANCH || env.GIT_BRANCH,
      job: env.JOB_NAME,
      url: env.BUILD_URL,
      request: env.CHANGE_ID,
      user: env.BUILD_USER_ID,
    }),
  },
];

/** Says where this is done from: by a CI job's variables, else by git in `cwd`. Never rejects. */
export async function whereFrom(env: Variables, cwd: string): Promise<Where> {
  const service = services.find(({ sign }) => env[sign]);
  if (!service) return { ...(env.CI && env.CI !== 'false' && { ci: 'unknown' }), ...(await fromGit(cwd)) };
  const { user: _user, ...facts } = service.facts(env);
  return defined({ ci: service.ci, ...facts, ...(!facts.commit && (await fromGit(cwd))) });
}

/** Says who does this: the one who started the CI job, else the user of this machine. */
export function whoIs(env: Variables): Who {
  const starter = services.find(({ sign }) => env[sign])?.facts(env).user;
  const { user = 'unknown', host } = who(env);
  return { user: starter || user, host };
}

async function fromGit(cwd: string): Promise<Where> {
  const commit = await git(cwd, 'rev-parse', 'HEAD');
  if (commit === undefined) return {};
  const branch = await git(cwd, 'rev-parse', '--abbrev-ref', 'HEAD');
  const changes = await git(cwd, 'status', '--porcelain', '--untracked-files=no');
  return defined({ commit, branch: branch === 'HEAD' ? undefined : branch, dirty: changes !== '' });
}

function defined(where: Where): Where {
  return Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined && value !== ''));
}
