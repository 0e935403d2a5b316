import { canBeRolledBack, type RunRecord } from '@dynamodb-migrate/core';
import { givenEndpoint } from '@dynamodb-migrate/runner';

/** A command line; flags that are undefined are left out, and false is spelled `--no-flag`. */
export function commandLine(words: readonly string[], flags: { [name: string]: unknown }): string {
  const spelled = Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
    const values = Array.isArray(value) ? value : [value];
    return [`--${name}`, ...values.map((one) => quote(typeof one === 'string' ? one : JSON.stringify(one)))];
  });
  return ['dynamodb-migrate', ...words.map(quote), ...spelled].join(' ');
}

/** The command that goes on with a run; undefined when it cannot be gone on with. */
export function resumeCommand(run: RunRecord, state: string | undefined): string | undefined {
  const { id, command, script, live, region, table, tableIdentity, deployment, settings } = run;
  const { segments, ...asked } = run.arguments ?? {};
  if (command !== 'scan' || !live || script === undefined || !tableIdentity) return undefined;
  if (run.state !== 'interrupted' && run.state !== 'failed') return undefined;
  if (deployment?.task === 'rollback') return downLine(run, state);
  if (deployment) return commandLine(['apply'], { env: deployment.environment, ...settings, state });
  return commandLine(['scan', `${region}/${table}`, script], {
    ...{ live: true, resume: id, endpoint: givenEndpoint(run), state },
    ...{ segments: segments === '1' ? undefined : segments, ...asked, ...settings },
  });
}

/** The command that rolls a run back; undefined when it cannot be rolled back. */
export function rollbackLine(run: RunRecord, place: string | undefined): string | undefined {
  const { id, state, deployment, settings } = run;
  if (!canBeRolledBack({ state }) || isDown(run)) return undefined;
  return commandLine(['rollback', id], { state: place, config: deployment && settings?.config });
}

/** Whether a run is one of a script's `down`, which is no rollback of a run. */
function isDown({ deployment, rollbackOf }: RunRecord): boolean {
  return deployment?.task === 'rollback' && rollbackOf === undefined;
}

function downLine({ deployment, settings }: RunRecord, state: string | undefined): string {
  return commandLine(['rollback'], { last: true, live: true, env: deployment!.environment, ...settings, state });
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
