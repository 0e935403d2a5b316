import { readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { MigrateError } from '../error';
import { refuseLinks } from '../files/links';
import { createOutput } from '../files/output';
import { isTemporary, temporaryBeside } from '../files/temporary';
import { writeAtomically, writeAtomicallyNow } from '../files/write-atomically';
import { holderOf } from './lock/holder';
import type { RunLock, TakeRun } from './lock/lock';
import { takeRun } from './lock/take-run';
import type { RunPatch, RunRecord, RunRequest } from './run';
import { runFolder } from './run-folder';
import { runId } from './run-id';
import { canBePruned, checkTransition, isAtWork } from './run-state';

export { runFolder } from './run-folder';

export interface CreateRun {
  /** Becomes part of the id. @default that of the script */
  name?: string;
  /** @default in the folder */
  take?: TakeRun;
}

/**
 * Makes the folder of a new run, for the owner's eyes only, and takes it; the base folder is made when it is not there,
 * with its own `.gitignore`. Throws `STATE_UNWRITABLE`.
 */
export async function createRun(
  base: string,
  request: RunRequest,
  options: CreateRun = {},
): Promise<{ run: RunRecord; lock: RunLock }> {
  const { name = request.script ?? request.command, take = (id, task) => takeRun(base, id, task) } = options;
  const now = new Date();
  const id = runId(path.basename(name), now);
  const run: RunRecord = { version: 1, id, state: 'created', ...request, startedAt: now.toISOString(), counts: {} };
  let made = false;
  try {
    refuseLinks(base);
    await mkdir(path.join(base, 'runs'), { recursive: true, mode: 0o700 });
    await createOutput(path.join(base, '.gitignore'), '*\n', 0o600).catch(unlessThere);
    await mkdir(runFolder(base, id), { mode: 0o700 });
    made = true;
    // A umask may only take rights away, but an inherited ACL may add some.
    await chmod(runFolder(base, id), 0o700);
    await save(base, run);
    return { run, lock: await take(id, 'running') };
  } catch (cause) {
    if (made) await rm(runFolder(base, id), { recursive: true, force: true }).catch(() => {});
    throw cause instanceof MigrateError ? cause : unwritable(base, cause);
  }
}

/** Reads a run. One that is running or paused, but whose process is gone, is told as interrupted. */
export async function openRun(base: string, id: string): Promise<RunRecord> {
  const run = await load(base, id);
  if (await isAbandoned(base, run)) run.state = 'interrupted';
  return run;
}

/**
 * Changes a run. Throws `RUN_STATE` when its state cannot follow the present one, `RUN_TAKEN` or `STATE_UNWRITABLE`.
 */
export async function updateRun(lock: RunLock, patch: RunPatch): Promise<RunRecord> {
  const { base, id } = lock;
  const run = asOwned(await load(base, id), lock);
  if (patch.state) checkTransition(id, run.state, patch.state);
  const changed = { ...run, ...patch };
  lock.check();
  await save(base, changed);
  return changed;
}

/** The same before it returns: for a process that is about to end. */
export function updateRunNow(lock: RunLock, patch: RunPatch): RunRecord {
  const { base, id } = lock;
  const file = runFile(base, id);
  const run = asOwned(parseRun(readFileSync(file, 'utf8'), id, file), lock);
  if (patch.state) checkTransition(id, run.state, patch.state);
  const changed = { ...run, ...patch };
  lock.check();
  try {
    writeAtomicallyNow(file, textOf(changed));
  } catch (cause) {
    throw unwritable(base, cause);
  }
  return changed;
}

/** Makes whoever has taken a run the one that works on it. Throws `RUN_STATE` for one that is at its end. */
export async function startRun(lock: RunLock): Promise<RunRecord> {
  const { base, id, token } = lock;
  const run = asOwned(await load(base, id), lock);
  // A rollback that came to its end is gone on with when the run is rolled back once more.
  const isRollbackAgain = run.state === 'succeeded' && run.rollbackOf !== undefined;
  checkTransition(id, isRollbackAgain ? 'interrupted' : run.state, 'running');
  const { endedAt: _ended, error: _error, ...rest } = run;
  const resumed = run.state === 'created' ? {} : { resumedAt: new Date().toISOString() };
  const process = { pid: global.process.pid, host: hostname(), token };
  const started: RunRecord = { ...rest, ...resumed, state: 'running', process };
  lock.check();
  await save(base, started);
  return started;
}

export interface RunList {
  /** Oldest first. */
  runs: RunRecord[];
  unreadable: { id: string; error: Error }[];
}

/** All runs in the state folder; empty where there is none. */
export async function listRuns(base: string): Promise<RunList> {
  const list: RunList = { runs: [], unreadable: [] };
  for (const id of await runIds(base)) {
    try {
      list.runs.push(await openRun(base, id));
    } catch (error) {
      list.unreadable.push({ id, error: error as Error });
    }
  }
  list.runs.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return list;
}

/**
 * The id that `last`, an id or the unique beginning of one names; `last` is the last of those that `eligible` takes.
 * Throws `NO_SUCH_RUN` or `AMBIGUOUS_RUN`.
 */
export async function resolveRun(
  base: string,
  name: string,
  eligible: (run: RunRecord) => boolean = () => true,
): Promise<string> {
  const ids = await runIds(base);
  if (ids.includes(name)) return name;
  const latest = async () =>
    (await listRuns(base)).runs
      .filter(eligible)
      .slice(-1)
      .map(({ id }) => id);
  const found = name === 'last' ? await latest() : ids.filter((id) => name !== '' && id.startsWith(name));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    throw new MigrateError('AMBIGUOUS_RUN', `${name} is the beginning of ${found.length} runs`, {
      hint: `Give more of the id: ${found.slice(0, 3).join(', ')}${found.length > 3 ? ', …' : ''}`,
    });
  }
  const text = name === 'last' ? `there is no such run in ${base}` : `there is no run ${name} in ${base}`;
  throw new MigrateError('NO_SUCH_RUN', text, { hint: 'List them with `dynamodb-migrate runs`.' });
}

export interface PruneRuns {
  olderThan: Date;
  /** @default in the folder */
  take?: TakeRun;
  /** Forgets a run that is kept elsewhere as well. */
  remove?: (id: string) => Promise<void>;
}

/**
 * Removes the runs that ended before a date, and gives their ids. Those that somebody is at work on stay, and what belongs
 * to a rollback that is not at its end.
 */
export async function pruneRuns(base: string, options: PruneRuns): Promise<string[]> {
  const { olderThan, take = (id, task) => takeRun(base, id, task), remove = async () => {} } = options;
  const { runs } = await listRuns(base);
  const needed = new Set(runs.filter(({ state }) => state === 'rolling back').map((run) => run.rolledBackBy));
  const isOld = (run: RunRecord) => canBePruned(run) && new Date(run.endedAt ?? run.startedAt) < olderThan;
  const removed: string[] = [];
  for (const { id } of runs.filter((run) => isOld(run) && !needed.has(run.id))) {
    const lock = await take(id, 'being removed').catch(elsewhere);
    if (!lock) continue;
    // What has begun since then is not removed.
    if (isOld(await openRun(base, id))) {
      await removeRun(base, id);
      await remove(id);
      removed.push(id);
    }
    await lock.release();
  }
  await removeLeftovers(base);
  return removed;
}

/** Removes what is left of runs whose removal was stopped half way. */
async function removeLeftovers(base: string): Promise<void> {
  const folder = path.join(base, 'runs');
  for (const name of (await readdir(folder).catch(() => [])).filter(isTemporary)) {
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

/** Removes a run in one step: whoever had it before does not find a part of it. */
async function removeRun(base: string, id: string): Promise<void> {
  const aside = temporaryBeside(runFolder(base, id));
  await rename(runFolder(base, id), aside);
  await rm(aside, { recursive: true, force: true });
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function elsewhere(error: unknown): undefined {
  if (error instanceof MigrateError && (error.code === 'RUN_IS_RUNNING' || error.code === 'RUN_IS_COPY')) return;
  throw error;
}

async function runIds(base: string): Promise<string[]> {
  refuseLinks(base);
  try {
    const entries = await readdir(path.join(base, 'runs'), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function load(base: string, id: string): Promise<RunRecord> {
  const file = runFile(base, id);
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw unreadable(file, cause);
  });
  return parseRun(text, id, file);
}

function parseRun(text: string, id: string, file: string): RunRecord {
  let run: RunRecord;
  try {
    run = JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, cause as Error);
  }
  if (run?.version !== 1 || run.id !== id || typeof run.state !== 'string') {
    throw new MigrateError('RUN_UNREADABLE', `${file} is not a run that this version can read`);
  }
  return run;
}

/** A run as its owner finds it: whoever had been at work on it before is no more. */
function asOwned(run: RunRecord, { token }: RunLock): RunRecord {
  return isAtWork(run) && run.process?.token !== token ? { ...run, state: 'interrupted' } : run;
}

/** Whether the process that a run names as its own is gone, or has left it to another. */
async function isAbandoned(base: string, run: RunRecord): Promise<boolean> {
  if (!isAtWork(run)) return false;
  const holder = await holderOf(runFolder(base, run.id));
  return !holder || holder.free || holder.token !== (run.process?.token ?? 0);
}

async function save(base: string, run: RunRecord): Promise<void> {
  try {
    await writeAtomically(runFile(base, run.id), textOf(run));
  } catch (cause) {
    throw unwritable(base, cause);
  }
}

function runFile(base: string, id: string): string {
  return path.join(runFolder(base, id), 'run.json');
}

function textOf(run: RunRecord): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}

function unreadable(file: string, cause: Error): MigrateError {
  return new MigrateError('RUN_UNREADABLE', `cannot read ${file}: ${cause.message}`, { cause });
}

function unwritable(base: string, cause: unknown): MigrateError {
  return new MigrateError('STATE_UNWRITABLE', `cannot write to ${base}: ${(cause as Error).message}`, { cause });
}
