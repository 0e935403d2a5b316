import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { startHeartbeat } from '../../src/runs/liveness';
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
    const run = await createRun(base, request);
    expect(run).toMatchObject({ ...request, state: 'created', counts: {} });
    expect(run.id).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-add-auth-[a-z0-9]{4}$/);
    expect(await openRun(base, run.id)).toEqual(run);
    expect(readFileSync(path.join(base, '.gitignore'), 'utf8')).toBe('*\n');
    expect([base, path.join(base, 'runs'), runFolder(base, run.id)].map(mode)).toEqual([0o700, 0o700, 0o700]);
    expect(mode(path.join(runFolder(base, run.id), 'run.json'))).toBe(0o600);
    expect(readdirSync(runFolder(base, run.id))).toEqual(['run.json']);
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
      const { id } = await createRun(base, request, name);
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
    const { id } = await createRun(base, request, 'one');
    await createRun(base, request, 'two');
    expect(await resolveRun(base, id)).toBe(id);
    expect(await resolveRun(base, id.slice(0, -2))).toBe(id);
    await expect(resolveRun(base, '20')).rejects.toMatchObject({ code: 'AMBIGUOUS_RUN' });
    await expect(resolveRun(base, '')).rejects.toMatchObject({ code: 'NO_SUCH_RUN' });
    await expect(resolveRun(base, '../runs')).rejects.toMatchObject({ code: 'NO_SUCH_RUN' });
  });

  test('keeps to its states', async () => {
    const { id } = await createRun(base, request);
    await expect(updateRun(base, id, { state: 'succeeded' })).rejects.toMatchObject({ code: 'RUN_STATE' });
    expect(await startRun(base, id)).toMatchObject({ state: 'running', process: { pid: process.pid } });
    await expect(startRun(base, id)).rejects.toMatchObject({ code: 'RUN_IS_RUNNING' });
    await updateRun(base, id, { state: 'paused' });
    await updateRun(base, id, { state: 'interrupted', endedAt: new Date().toISOString() });
    const resumed = await startRun(base, id);
    expect(resumed.resumedAt).toBeDefined();
    expect(resumed.endedAt).toBeUndefined();
    await updateRun(base, id, { state: 'succeeded', counts: { records: 3 } });
    await expect(startRun(base, id)).rejects.toMatchObject({ code: 'RUN_STATE' });
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
    expect(those(canBeRolledBack)).toEqual(['created', 'interrupted', 'failed', 'succeeded', 'rollback failed']);
    expect(those(canBePruned)).toEqual(states.filter((state) => state !== 'running' && state !== 'paused'));
    for (const state of those(canBeResumed)) expect(transitions[state]).toContain('running');
    for (const state of those(canBeRolledBack)) expect(transitions[state]).toContain('rolled back');
  });

  test('a running run whose process is gone is interrupted', async () => {
    const { id } = await createRun(base, request);
    const { process: here } = await startRun(base, id);
    rewrite(base, id, { process: { ...here, began: 'another boot/1' } });
    expect((await openRun(base, id)).state).toBe('interrupted');
    rewrite(base, id, { process: { ...here, pid: 2 ** 22 + 1 } });
    expect((await openRun(base, id)).state).toBe('interrupted');
    expect((await startRun(base, id)).state).toBe('running');
  });

  test('a run on another host lives by its heartbeat', async () => {
    const { id } = await createRun(base, request);
    await startRun(base, id);
    rewrite(base, id, { process: { pid: 1, host: 'elsewhere' } });
    expect((await openRun(base, id)).state).toBe('interrupted');
    const stop = await startHeartbeat(runFolder(base, id));
    expect((await openRun(base, id)).state).toBe('running');
    stop();
    const old = new Date(Date.now() - 121_000);
    utimesSync(path.join(runFolder(base, id), 'heartbeat'), old, old);
    expect((await openRun(base, id)).state).toBe('interrupted');
  });

  test('prunes what ended long ago, but nothing that is at work', async () => {
    const long = '2020-01-01T00:00:00.000Z';
    const ended = await createRun(base, request, 'ended');
    const running = await createRun(base, request, 'running');
    const recent = await createRun(base, request, 'recent');
    await startRun(base, running.id);
    for (const { id } of [ended, running]) rewrite(base, id, { startedAt: long });
    rewrite(base, recent.id, { startedAt: long, endedAt: new Date().toISOString() });
    expect(await pruneRuns(base, { olderThan: new Date('2021-01-01') })).toEqual([ended.id]);
    expect((await listRuns(base)).runs.map(({ id }) => id).sort()).toEqual([running.id, recent.id].sort());
  });

  test('says so when it cannot write', async () => {
    const file = path.join(tempDir(), 'file');
    writeFileSync(file, '');
    await expect(createRun(path.join(file, 'state'), request)).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
  });
});
