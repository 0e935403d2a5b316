import {
  canBeResumed,
  holderOf,
  MigrateError,
  type RunLock,
  type RunRecord,
  type RunRequest,
  runs,
} from '@dynamodb-migrate/core';
import { within } from '../state/state';
import type { SessionOptions } from './session';

/**
 * Takes the run that `--resume` names, if it can be gone on with by what is asked for now. Throws `RUN_IS_RUNNING`,
 * `RUN_IS_FINISHED` or `CANNOT_RESUME`, which says what differs.
 */
export async function checkResume(
  given: SessionOptions,
  request: RunRequest,
): Promise<{ run: RunRecord; lock: RunLock }> {
  const { resume } = given.options;
  const state = await given.state();
  await state.pullRuns();
  const id = await within(state, (base) => runs.resolveRun(base, resume!, isLiveScan));
  const open = () => within(state, (base) => runs.openRun(base, id));
  // Whoever is refused takes the run from nobody, not even from a process that seems to be gone.
  const holder = await holderOf(runs.runFolder(state.base, id));
  if (!holder || holder.free) check(await open(), given, request);
  const lock = await state.take(id, 'running');
  try {
    await state.pullRun(id);
    const run = await open();
    check(run, given, request);
    return { run, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function check(run: RunRecord, { options: { forceResume }, info }: SessionOptions, request: RunRequest): void {
  const refuse = (reason: string, hint?: string) =>
    new MigrateError('CANNOT_RESUME', `run ${run.id} cannot be resumed: ${reason}`, { hint });

  if (run.state === 'succeeded') throw new MigrateError('RUN_IS_FINISHED', `run ${run.id} is finished`);
  if (!run.live || run.command !== 'scan') throw refuse(`it was a ${run.live ? run.command : 'dry'} run`);
  if (!canBeResumed(run)) throw refuse(`it is ${run.state}`, wayOn(run));
  if (JSON.stringify(run.deployment) !== JSON.stringify(request.deployment)) throw refuse(...ofAnEnvironment(run));
  if (!info) throw refuse('that needs permission for dynamodb:DescribeTable');

  const asked: [string, unknown, unknown][] = [
    ['table', run.table, request.table],
    ['region', run.region, request.region],
    ['endpoint', run.endpoint, request.endpoint],
    ['script', run.script, request.script],
    ...names(run, request).map((name): [string, unknown, unknown] => [
      `--${name}`,
      run.arguments?.[name],
      request.arguments?.[name],
    ]),
  ];
  for (const [name, then, now] of asked) {
    if (JSON.stringify(then) !== JSON.stringify(now)) {
      throw refuse(`${name} was ${spell(then)} and is ${spell(now)} now`, 'Ask for the same again.');
    }
  }
  const { id: tableId, createdAt } = run.tableIdentity ?? {};
  const same = tableId ? tableId === request.tableIdentity?.id : createdAt === request.tableIdentity?.createdAt;
  if (!same) throw refuse(`the table ${run.table} is not the one that it wrote to: it has been made anew`);
  if (run.scriptSha256 !== request.scriptSha256 && !forceResume) {
    throw refuse('the script has changed since', 'Add --force-resume to go on with the script as it is now.');
  }
}

/** Why a run is not gone on with by itself that is part of what a ledger tells, or the other way round. */
function ofAnEnvironment({ deployment }: RunRecord): [reason: string, hint: string] {
  if (!deployment) return ['it was not made for an environment', 'Go on with it by `scan --resume`.'];
  const { task, environment } = deployment;
  const command = task === 'apply' ? 'apply' : 'rollback --last --live';
  return [
    `it was made by ${task} for ${environment}`,
    `Go on with it by \`dynamodb-migrate ${command} --env ${environment}\`.`,
  ];
}

/** What can be done with a run that can only be rolled back further, or have that taken back. */
function wayOn({ id, rolledBackBy }: RunRecord): string {
  const back = rolledBackBy && `, or take that back with \`dynamodb-migrate rollback ${rolledBackBy} --live\``;
  return `Roll back all of it with \`dynamodb-migrate rollback ${id} --live\`${back ?? ''}.`;
}

function names(...requests: RunRequest[]): string[] {
  return [...new Set(requests.flatMap((request) => Object.keys(request.arguments ?? {})))];
}

function spell(value: unknown): string {
  return value === undefined ? 'not given' : typeof value === 'string' ? value : JSON.stringify(value);
}

function isLiveScan({ live, command }: RunRecord): boolean {
  return live && command === 'scan';
}
