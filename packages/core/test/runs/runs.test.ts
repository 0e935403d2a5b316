import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { takeRun } from '../../src/runs/lock/take-run';
import { runId } from '../../src/runs/run-id';
import {
  canBePruned,
  canBeResumed,
  canBeRolledBack,
  checkTransition,
  isAtWork,
  type RunState,
  transitions,
} from '../../src/runs/run-state';
import {
  createRun,
  listRuns,
  openRun,
  pruneRuns,
  resolveRun,
  runFolder,
  startRun,
  updateRun,
} from '../../src/runs/runs';

const request = { command: 'scan', script: 'scripts/add-auth.js', table: 'users', region: 'eu-west-1', live: true };
const mode = (file: string) => statSync(file).mode & 0o777;

/** Rewrites run.json as some other process would have left it. */
function rewrite(base: string, id: string, change: object): void {
  const file = path.join(runFolder(base, id), 'run.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
}

describe('runs', () => {
  let base: string;
  beforeEach(() => {
    base = path.join(tempDir(), '.dynamodb-migrate');
  });

  test('a run has a folder of its own that nobody else can read', async () => {
    const { run } = await createRun(base, request);
    expect(run).toMatchObject({ ...request, state: 'created', counts: {} });
    expect(run.id).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-add-auth-[a-z0-9]{4}$/);
    expect(await openRun(base, run.id)).toEqual(run);
    expect(readFileSync(path.join(base, '.gitignore'), 'utf8')).toBe('*\n');
    expect([base, path.join(base, 'runs'), runFolder(base, run.id)].map(mode)).toEqual([0o700, 0o700, 0o700]);
    expect(mode(path.join(runFolder(base, run.id), 'run.json'))).toBe(0o600);
    expect(readdirSync(runFolder(base, run.id)).sort()).toEqual(['heartbeat', 'lock', 'run.json']);
  });

  test('ids say when and what', () => {
    const at = new Date('2026-11-23T18:04:11.500Z');
    expect(runId('2021-05-04T12:41:17Z-add-auth.js', at)).toMatch(/^2026-11-23T18-04-11Z-add-auth-.{4}$/);
    expect(runId('Ünï cödé!.ts', at)).toMatch(/^2026-11-23T18-04-11Z-n-c-d-.{4}$/);
    expect(runId('', at)).toMatch(/^2026-11-23T18-04-11Z-.{4}$/);
  });

  test('lists oldest first, and tells what it cannot read', async () => {
    expect(await listRuns(base)).toEqual({ runs: [], unreadable: [] });
    const ids: string[] = [];
    for (const name of ['b', 'a', 'c']) {
      const { id } = (await createRun(base, request, { name })).run;
      rewrite(base, id, { startedAt: `2026-01-0${ids.length + 1}T00:00:00.000Z` });
      ids.push(id);
    }
    mkdirSync(path.join(base, 'runs', 'empty'));
    const { runs, unreadable } = await listRuns(base);
    expect(runs.map(({ id }) => id)).toEqual(ids);
    expect(unreadable).toMatchObject([{ id: 'empty', error: { code: 'RUN_UNREADABLE' } }]);
    expect(await resolveRun(base, 'last')).toBe(ids[2]);
  });

  test('resolves ids and their unique beginnings', async () => {
    await expect(resolveRun(base, 'last')).rejects.toMatchObject({ code: 'NO_SUCH_RUN' });
    const { id } = (await createRun(base, request, { name: 'one' })).run;
    await createRun(base, request, { name: 'two' });
    expect(await resolveRun(base, id)).toBe(id);
    expect(await resolveRun(base, id.slice(0, -2))).toBe(id);
    await expect(resolveRun(base, '20')).rejects.toMatchObject({ code: 'AMBIGUOUS_RUN' });
    await expect(resolveRun(base, '')).rejects.toMatchObject({ code: 'NO_SUCH_RUN' });
    await expect(resolveRun(base, '../runs')).rejects.toMatchObject({ code: 'NO_SUCH_RUN' });
  });

  test('keeps to its states', async () => {
    const { run, lock } = await createRun(base, request);
    const { id } = run;
    await expect(updateRun(lock, { state: 'succeeded' })).rejects.toMatchObject({ code: 'RUN_STATE' });
    expect(await startRun(lock)).toMatchObject({ state: 'running', process: { pid: process.pid, token: 1 } });
    await expect(takeRun(base, id, 'running')).rejects.toMatchObject({ code: 'RUN_IS_RUNNING' });
    await updateRun(lock, { state: 'paused' });
    await updateRun(lock, { state: 'interrupted', endedAt: new Date().toISOString() });
    await lock.release();
    const again = await takeRun(base, id, 'running');
    const resumed = await startRun(again);
    expect(resumed).toMatchObject({ resumedAt: expect.any(String), process: { token: 2 } });
    expect(resumed.endedAt).toBeUndefined();
    await updateRun(again, { state: 'succeeded', counts: { records: 3 } });
    await expect(startRun(again)).rejects.toMatchObject({ code: 'RUN_STATE' });
    expect(await openRun(base, id)).toMatchObject({ state: 'succeeded', counts: { records: 3 } });
  });

  test('every state can be reached, and no run is stuck while its process lives', () => {
    const reached = new Set<RunState>(['created']);
    for (const state of reached) for (const next of transitions[state]) reached.add(next);
    expect([...reached].sort()).toEqual(Object.keys(transitions).sort());
    for (const next of Object.values(transitions)) expect(next.length).toBeGreaterThan(0);
    expect(() => checkTransition('x', 'succeeded', 'running')).toThrow('run x is succeeded and cannot become running');
  });

  test('what can be done with a run depends on its state', () => {
    const states = Object.keys(transitions) as RunState[];
    const those = (can: (run: { state: RunState }) => boolean) => states.filter((state) => can({ state }));
    expect(those(isAtWork)).toEqual(['running', 'paused']);
    expect(those(canBeResumed)).toEqual(['created', 'interrupted', 'failed']);
    expect(those(canBeRolledBack)).toEqual(
      states.filter((state) => !['running', 'paused', 'rolled back'].includes(state)),
    );
    expect(those(canBePruned)).toEqual(
      states.filter((state) => !['running', 'paused', 'rolling back'].includes(state)),
    );
    for (const state of those(canBeResumed)) expect(transitions[state]).toContain('running');
    for (const state of those(canBeRolledBack)) {
      if (state !== 'rolling back') expect(transitions[state]).toContain('rolling back');
    }
  });

  test('prunes what ended long ago, but nothing that is at work or needed', async () => {
    const long = '2020-01-01T00:00:00.000Z';
    const made = async (name: string) => {
      const { run, lock } = await createRun(base, request, { name });
      rewrite(base, run.id, { startedAt: long });
      return { id: run.id, lock };
    };
    const ended = await made('ended');
    const running = await made('running');
    const recent = await made('recent');
    const half = await made('half');
    const rollback = await made('rollback');
    await startRun(running.lock);
    rewrite(base, recent.id, { startedAt: long, endedAt: new Date().toISOString() });
    rewrite(base, half.id, { state: 'rolling back', rolledBackBy: rollback.id });
    for (const { lock } of [ended, recent, half, rollback]) await lock.release();
    expect(await pruneRuns(base, { olderThan: new Date('2021-01-01') })).toEqual([ended.id]);
    const left = [running, recent, half, rollback].map(({ id }) => id);
    expect((await listRuns(base)).runs.map(({ id }) => id).sort()).toEqual(left.sort());
  });

  test('says so when it cannot write', async () => {
    const file = path.join(tempDir(), 'file');
    writeFileSync(file, '');
    await expect(createRun(path.join(file, 'state'), request)).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
  });
});
