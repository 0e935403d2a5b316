import type { EnvironmentStatus } from '@dynamodb-migrate/fleet';
import type { ScriptStatus, Status } from '@dynamodb-migrate/ledger';
import { columns, minute } from '../../output/run';
import type { Context } from '../../process/context';
import { exitCodes } from '../../process/exit-codes';
import type { StatusOptions } from './arguments';

export interface Statuses {
  options: StatusOptions;
  environments: EnvironmentStatus[];
}

/** Prints how environments stand; 1 when there are problems, or with `strict` pending scripts. */
export function reportStatus({ options, environments }: Statuses, { screen }: Context): number {
  if (options.json) screen.json({ environments: environments.map(statusDocument) });
  else screen.data(environments.flatMap((one, at) => [...(at > 0 ? [''] : []), ...paragraph(one)]));
  for (const { environment, error } of environments) {
    if (!error || options.json) continue;
    screen.info(`${environment}: ${error.message}`);
    if (error.hint) screen.info(`  ${error.hint}`);
  }
  const fine = environments.every(({ status }) => status?.ok && (status.upToDate || !options.strict));
  return fine ? exitCodes.done : exitCodes.failed;
}

function statusDocument({ status, error, ...about }: EnvironmentStatus): object {
  if (!error) return { ...about, ...status };
  const { code, message, hint } = error;
  return { ...about, error: { code, message, ...(hint !== undefined && { hint }) } };
}

function paragraph({ environment, protected: guarded, status }: EnvironmentStatus): string[] {
  const name = guarded ? `${environment} (protected)` : environment;
  if (!status) return [`${name}: cannot be told`];
  const lines = [`${name}: ${summary(status)}`];
  if (status.scripts.length > 0) lines.push(...columns(status.scripts.map(row)).map((line) => `  ${line}`));
  if (status.lease && !status.lease.expired) {
    lines.push(`locked by ${status.lease.owner} since ${minute(status.lease.acquiredAt)} UTC`);
  }
  if (status.undated.length > 0) lines.push(`no migrations, by their names: ${status.undated.join(', ')}`);
  if (status.problems.length > 0) lines.push('problems:', ...status.problems.map((problem) => `  ${problem}`));
  return lines;
}

function summary({ counts, scripts }: Status): string {
  const parts = Object.entries(counts).map(([standing, number]) => `${number} ${standing}`);
  return scripts.length === 0 ? 'there are no scripts' : parts.join(', ');
}

function row({ standing, outOfOrder, script, tables, noTable, tableLine, error, ledger }: ScriptStatus): string[] {
  const place = noTable ? 'no table yet' : tables.join(', ');
  const last =
    ledger && `${minute(ledger.event.at)} UTC by ${ledger.event.by.user}${ledger.run ? `, run ${ledger.run}` : ''}`;
  const add = standing === 'pending' && noTable && tableLine !== undefined ? `add: ${tableLine}` : undefined;
  const notes = [outOfOrder && 'out of order', error && 'cannot be loaded', add, last].filter(Boolean).join('; ');
  return [standing, script, place, notes];
}
