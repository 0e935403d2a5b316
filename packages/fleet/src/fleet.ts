import type { LedgerEvent, Lint, Plan, Status } from '@dynamodb-migrate/ledger';
import { type Holder, withSources } from '@dynamodb-migrate/runner';
import { type Adopted, type AdoptOptions, adopt } from './adopt';
import { type Applied, type ApplyOptions, apply } from './apply/apply';
import { type ApproveOptions, approve } from './approve';
import { type FleetData, type FleetOptions, openData } from './environment/open';
import { warnUnread } from './environment/unread';
import { withVariables } from './environment/variables';
import { type History, history } from './history';
import { lint } from './lint';
import { type MakePlan, makePlan } from './plan/plan';
import { type FleetRollbackOptions, type FleetRolledBack, rollBackFleet } from './rollback/roll-back-fleet';
import { status } from './status';
import { type TestScriptsOptions, type Tests, testScripts } from './test/test-scripts';
import { type Verified, type VerifyOptions, verify } from './verify';

/** The scripts of an environment over time. What cannot begin rejects with a `MigrateError`. */
export interface Fleet extends FleetData {
  /** Which scripts are applied, pending, changed. */
  status(): Promise<Status>;
  /** Looks at all scripts without running them. */
  lint(options?: { base?: string }): Promise<Lint>;
  /** Previews what is pending, each script on top of those before it. Reads only. */
  plan(options?: MakePlan): Promise<Plan>;
  /** Signs a plan in the ledger. */
  approve(plan: Plan, options: ApproveOptions): Promise<LedgerEvent>;
  /** Runs what is pending live, in order, up to the first script that does not succeed. */
  apply(options?: ApplyOptions): Promise<Applied>;
  /** Previews what is applied once more. Reads only. */
  verify(options?: VerifyOptions): Promise<Verified>;
  /** Records all pending scripts up to `script` as applied, since they were run by hand. */
  adopt(script: string, options?: AdoptOptions): Promise<Adopted>;
  /** Rolls scripts back, the last one first, or shows what that would do. */
  rollBack(options?: FleetRollbackOptions): Promise<FleetRolledBack>;
  /** What was done, oldest first. */
  history(script?: string): Promise<History>;
  /** Tries a script on an embedded DynamoDB. @default all that have fixtures */
  test(script: string | undefined, options: Omit<TestScriptsOptions, 'script' | 'env' | 'log'>): Promise<Tests>;
}

/** Opens an environment, the one of `K8S_ENV` when `env` is not given. Nothing is sent yet. */
export async function openFleet(options: FleetOptions = {}): Promise<Fleet> {
  const data = await openData(options);
  const { config, cwd } = options;
  const env = data.environment.name;
  const sources = new Map(data.scripts.flatMap((script) => [...script.sources]));
  // Scripts are as they were read, and find the variables that they look for, whenever they are at work.
  const within = <T>(work: () => Promise<T>, unread: Holder['unread'] = warnUnread(data.log)) =>
    withSources(sources, () => withVariables(data.environment.variables, work), unread);
  // What is approved is all that runs.
  const approved = data.environment.protected ? 'refuse' : undefined;
  return {
    ...data,
    status: () => status(data),
    lint: (given) => lint({ config, cwd, ...given }),
    plan: (given) => within(() => makePlan(data, given), approved),
    approve: (plan, given) => approve(data, plan, given),
    apply: (given) => within(() => apply(data, { config, ...given }), given?.plan === undefined ? undefined : approved),
    verify: (given) => within(() => verify(data, given)),
    adopt: (script, given) => adopt(data, script, given),
    rollBack: (given) => within(() => rollBackFleet(data, { config, ...given })),
    history: (script) => history({ ...options, env, ...(script !== undefined && { script }) }),
    test: (script, given) =>
      testScripts({ config, cwd, env, log: data.log, ...given, ...(script !== undefined && { script }) }),
  };
}
