import { MigrateError, nearMiss, plainAddress, type Target } from '@dynamodb-migrate/core';
import type { BudgetConfig, Config } from './config';
import { fillTemplate } from './template';

/** An environment of the configuration, with everything filled in. */
export interface Environment {
  name: string;
  target: Target;
  /** Number of its AWS account, where that is known. */
  account?: string;
  budgets: BudgetConfig;
  protected: boolean;
  /** Whether live runs overwrite nothing that others changed since it was read. */
  guard: boolean;
  /** Who may approve its plans. */
  approvals: 'anyone' | 'another';
  /** Whether plans from samples may be approved and applied although it is protected. */
  sampled: boolean;
  /** Names of its tables by the names that scripts use. */
  tables: { readonly [name: string]: string };
  ledger: { table: string; target: Target };
  /** What scripts must find in `process.env`. */
  variables: { readonly [name: string]: string };
  /** The table that a script's name or template means here. Throws `BAD_TEMPLATE`. */
  tableName(template: string): string;
}

export interface ChooseEnvironment {
  /** As `--env` says. */
  env?: string;
  /** The process's variables. */
  variables: { readonly [name: string]: string | undefined };
}

/** The environment that is meant. Throws `NO_ENVIRONMENT` or `UNKNOWN_ENVIRONMENT`. */
export function chooseEnvironment(config: Config, { env, variables }: ChooseEnvironment): Environment {
  const variable = config.envVariable ?? 'K8S_ENV';
  const name = env ?? (variables[variable] || undefined);
  const known = Object.keys(config.environments ?? {});
  if (name === undefined) {
    const hint = known.length > 0 ? `Known are ${known.join(', ')}.` : 'The configuration has none yet.';
    throw new MigrateError('NO_ENVIRONMENT', `which environment? Give --env, or set ${variable}`, { hint });
  }
  return environment(config, name);
}

/** The environment of a name. Throws `UNKNOWN_ENVIRONMENT`. */
export function environment(config: Config, name: string): Environment {
  const environments = config.environments ?? {};
  if (!Object.hasOwn(environments, name)) throw unknown(name, Object.keys(environments));
  const {
    region,
    endpoint,
    profile,
    account,
    tables = {},
    budgets = {},
    protected: needsPlan = false,
  } = environments[name]!;
  const { ledger = {} } = config;
  const values = { env: name, region };
  const fill = (template: string) => fillTemplate(template, values);
  const named = Object.fromEntries(Object.entries(tables).map(([key, template]) => [key, fill(template)]));
  const elsewhere = ledger.region !== undefined && ledger.region !== region;
  return {
    name,
    target: targetOf(region, endpoint, profile),
    ...(account !== undefined && { account }),
    budgets,
    protected: needsPlan,
    guard: environments[name]!.guard ?? config.defaults?.guard ?? needsPlan,
    approvals: environments[name]!.approvals?.by ?? config.approvals?.by ?? 'anyone',
    sampled: environments[name]!.approvals?.sampled ?? config.approvals?.sampled ?? false,
    tables: named,
    ledger: {
      table: fill(ledger.table ?? 'dynamodb-migrate-ledger'),
      target: targetOf(
        ledger.region ?? region,
        ledger.endpoint ?? (elsewhere ? undefined : endpoint),
        ledger.profile ?? profile,
      ),
    },
    variables: { [config.envVariable ?? 'K8S_ENV']: name },
    tableName: (template) => (Object.hasOwn(named, template) ? named[template]! : fill(template)),
  };
}

function targetOf(region: string, endpoint: string | undefined, profile: string | undefined): Target {
  if (region !== 'local')
    return { region, ...(endpoint && { endpoint: plainAddress(endpoint) }), ...(profile && { profile }) };
  const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' };
  return { region, endpoint: plainAddress(endpoint ?? 'http://localhost:4567'), credentials };
}

function unknown(name: string, known: string[]): MigrateError {
  const meant = nearMiss(name, known);
  return new MigrateError(
    'UNKNOWN_ENVIRONMENT',
    `there is no environment ${name} in the configuration${meant ? `: did you mean ${meant}?` : ''}`,
    { hint: known.length > 0 ? `Known are ${known.join(', ')}.` : 'Add it under environments.' },
  );
}
