import { readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '../error';
import { isAlive, thisProcess } from './liveness';
import type { RunPatch, RunRecord, RunRequest } from './run';
import { runId } from './run-id';
import { canBePruned, checkTransition, isAtWork } from './run-state';
import { writeAtomically, writeAtomicallyNow } from './write-atomically';

/** The folder of a run, in the state folder `base` (`.dynamodb-migrate`). */
export function runFolder(base: string, id: string): string {
  return path.join(base, 'runs', id);
}

/**
 * Makes the folder of a new run, for the owner's eyes only; the base folder is made when it is not there, with its own
 * `.gitignore`. `name` becomes part of the id. Throws `STATE_UNWRITABLE`.
 */
export async function createRun(base: string, request: RunRequest, name = request.script ?? request.command) {
  const now = new Date();
  const id = runId(path.basename(name), now);
  const run: RunRecord = { version: 1, id, state: 'created', ...request, startedAt: now.toISOString(), counts: {} };
  let made = false;
  try {
    await mkdir(path.join(base, 'runs'), { recursive: true, mode: 0o700 });
    await writeFile(path.join(base, '.gitignore'), '*\n', { mode: 0o600 });
    await mkdir(runFolder(base, id), { mode: 0o700 });
    made = true;
    // A umask may only take rights away, but an inherited ACL may add some.
    await chmod(runFolder(base, id), 0o700);
    await save(base, run);
  } catch (cause) {
    if (made) await rm(runFolder(base, id), { recursive: true, force: true }).catch(() => {});
    throw cause instanceof MigrateError ? cause : unwritable(base, cause);
  }
  return run;
}

/** Reads a run. One that is running or paused, but whose process is gone, is told as interrupted. */
export async function openRun(base: string, id: string): Promise<RunRecord> {
  const run = await load(base, id);
  if (await isAbandoned(base, run)) run.state = 'interrupted';
  return run;
}

/** Changes a run. Throws `RUN_STATE` when its state cannot follow the present one, or `STATE_UNWRITABLE`. */
export async function updateRun(base: string, id: string, patch: RunPatch): Promise<RunRecord> {
  const run = await openRun(base, id);
  if (patch.state) checkTransition(id, run.state, patch.state);
  const changed = { ...run, ...patch };
  await save(base, changed);
  return changed;
}

/** Changes a run before it returns: for the process that works on it and is about to end. Throws as `updateRun` does. */
export function updateRunNow(base: string, id: string, patch: RunPatch): RunRecord {
  const file = runFile(base, id);
  const run = parseRun(readFileSync(file, 'utf8'), id, file);
  if (patch.state) checkTransition(id, run.state, patch.state);
  const changed = { ...run, ...patch };
  try {
    writeAtomicallyNow(file, textOf(changed));
  } catch (cause) {
    throw unwritable(base, cause);
  }
  return changed;
}

/** Makes this process the one that works on a run. Throws `RUN_IS_RUNNING` while another one does. */
export async function startRun(base: string, id: string): Promise<RunRecord> {
  const run = await openRun(base, id);
  if (isAtWork(run)) {
    const { pid, host } = run.process ?? {};
    throw new MigrateError('RUN_IS_RUNNING', `run ${id} is ${run.state} in process ${pid} on ${host}`);
  }
  checkTransition(id, run.state, 'running');
  const { endedAt: _ended, error: _error, ...rest } = run;
  const resumed = run.state === 'created' ? {} : { resumedAt: new Date().toISOString() };
  const started: RunRecord = { ...rest, ...resumed, state: 'running', process: thisProcess() };
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

/** Removes the runs that ended before a date, never one whose process is at work, and gives their ids. */
export async function pruneRuns(base: string, { olderThan }: { olderThan: Date }): Promise<string[]> {
  const { runs } = await listRuns(base);
  const old = runs.filter((run) => canBePruned(run) && new Date(run.endedAt ?? run.startedAt) < olderThan);
  for (const { id } of old) await rm(runFolder(base, id), { recursive: true, force: true });
  return old.map(({ id }) => id);
}

async function runIds(base: string): Promise<string[]> {
  try {
    const entries = await readdir(path.join(base, 'runs'), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
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

async function isAbandoned(base: string, run: RunRecord): Promise<boolean> {
  return isAtWork(run) && !(run.process && (await isAlive(runFolder(base, run.id), run.process)));
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
