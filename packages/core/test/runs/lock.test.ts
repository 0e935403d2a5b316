import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { openJournal } from '../../src/journal/journal';
import { startCheckpoints } from '../../src/resume/checkpoint';
import { mirror } from '../../src/runs/lock/lock-file';
import { takeRun } from '../../src/runs/lock/take-run';
import { createRun, openRun, pruneRuns, runFolder, startRun, updateRun } from '../../src/runs/runs';

const request = { command: 'scan', script: 'add.js', table: 'users', region: 'eu-west-1', live: true };

describe('the lock of a run', () => {
  let base: string;
  beforeEach(() => {
    base = path.join(tempDir(), '.dynamodb-migrate');
  });

  const made = async () => {
    const { run, lock } = await createRun(base, request);
    await startRun(lock);
    return { id: run.id, lock, dir: runFolder(base, run.id) };
  };
  /** Rewrites the lock as another process would have left it. */
  const rewrite = (dir: string, change: object, token = 1) => {
    const file = path.join(dir, 'lock', `${token}.json`);
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
  };
  const age = (dir: string, seconds: number) => {
    const then = new Date(Date.now() - seconds * 1000);
    utimesSync(path.join(dir, 'heartbeat'), then, then);
  };
  const refused = { code: 'RUN_IS_RUNNING' };

  test('one process has it, and the next one a larger token', async () => {
    const { id, lock } = await made();
    expect(lock.token).toBe(1);
    await expect(takeRun(base, id, 'being rolled back')).rejects.toMatchObject({
      code: 'RUN_IS_RUNNING',
      message: expect.stringMatching(/^run \S+ is running in process \d+ on \S+$/),
      hint: expect.stringContaining('Wait for it'),
    });
    await lock.release();
    const next = await takeRun(base, id, 'being rolled back');
    expect(next.token).toBe(2);
    expect(() => next.check()).not.toThrow();
    await expect(takeRun(base, id, 'running')).rejects.toThrow('is being rolled back in process');
  });

  test.each([2, 3, 20])('of %i that want it in the same moment, one gets it', async (many) => {
    const { id, lock } = await made();
    await lock.release();
    for (let round = 0; round < 10; round++) {
      const all = await Promise.allSettled(Array.from({ length: many }, () => takeRun(base, id, 'running')));
      const won = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject(refused);
      expect(won.length).toBeLessThanOrEqual(1);
      for (const one of won) {
        expect(() => one.check()).not.toThrow();
        await one.release();
      }
    }
  });

  test('a process that is gone has it no more, also where another one has its number', async () => {
    for (const gone of [{ pid: 2 ** 22 + 1 }, { began: 'another boot/1' }]) {
      const { id, dir } = await made();
      rewrite(dir, gone);
      expect((await openRun(base, id)).state).toBe('interrupted');
      expect((await takeRun(base, id, 'running')).token).toBe(2);
    }
  });

  test.each([
    ['on another host', { pid: 1, host: 'elsewhere' }],
    ['in a container of the same name', { pid: 2 ** 22 + 1, pids: 'pid:[1]' }],
  ])('a process %s has it while it shows signs of life', async (_where, there) => {
    const { id, dir } = await made();
    rewrite(dir, there);
    age(dir, 110);
    expect((await openRun(base, id)).state).toBe('running');
    await expect(takeRun(base, id, 'running')).rejects.toMatchObject(refused);
    age(dir, 130);
    expect((await openRun(base, id)).state).toBe('interrupted');
    expect((await takeRun(base, id, 'running')).token).toBe(2);
  });

  test('whoever has lost it changes nothing of the run any more, and says who has it', async () => {
    const { id, lock, dir } = await made();
    const journal = await openJournal({ dir: path.join(dir, 'journal'), right: lock.check });
    const positions = { now: () => new Map([[0, { key: null, records: 1 }]]), ahead: () => 0 };
    const checkpoints = startCheckpoints({
      ...{ folder: dir, positions: positions as never, segments: 1, keyNames: ['id'], every: 1e6, right: lock.check },
    });
    rewrite(dir, { host: 'elsewhere' });
    age(dir, 130);
    const next = await takeRun(base, id, 'running');
    await startRun(next);
    const taken = {
      code: 'RUN_TAKEN',
      message: expect.stringMatching(/^run \S+ was taken over: it is running in process \d+ on/),
    };
    expect(() => lock.check()).toThrow(expect.objectContaining(taken));
    expect(lock.lost.aborted).toBe(true);
    const before = readFileSync(path.join(dir, 'run.json'), 'utf8');
    await expect(updateRun(lock, { state: 'failed' })).rejects.toMatchObject(taken);
    await expect(checkpoints.end()).rejects.toMatchObject(taken);
    const size = () => statSync(path.join(dir, 'journal/000001.journal')).size;
    const bytes = size();
    await expect(journal.settle({ of: 1, result: 'done' })).rejects.toMatchObject(taken);
    await journal.close();
    await lock.release();
    expect(size()).toBe(bytes);
    expect(readFileSync(path.join(dir, 'run.json'), 'utf8')).toBe(before);
    expect(() => next.check()).not.toThrow();
    await expect(takeRun(base, id, 'running')).rejects.toMatchObject(refused);
  });

  test('a process that was suspended goes on if nobody has taken the run, and shows at once that it lives', async () => {
    const { id, lock, dir } = await made();
    const now = performance.now();
    rewrite(dir, { host: 'elsewhere' });
    age(dir, 3600);
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now + 3_600_000);
    try {
      expect(() => lock.check()).not.toThrow();
    } finally {
      clock.mockRestore();
    }
    await expect(takeRun(base, id, 'running')).rejects.toMatchObject(refused);
    expect((await updateRun(lock, { state: 'succeeded' })).state).toBe('succeeded');
  });

  test('clocks that jump take it from nobody on the same host', async () => {
    const { id, lock, dir } = await made();
    for (const seconds of [-7200, 7200]) {
      age(dir, seconds);
      await expect(takeRun(base, id, 'running')).rejects.toMatchObject(refused);
      expect(() => lock.check()).not.toThrow();
    }
  });

  test('what the last sign of life said stays until there is more to say', async () => {
    const { id, lock, dir } = await made();
    const file = path.join(dir, 'heartbeat');
    await lock.release();
    writeFileSync(file, '381');
    age(dir, 600);
    const next = await takeRun(base, id, 'being rolled back');
    expect(readFileSync(file, 'utf8')).toBe('381');
    expect(Date.now() - statSync(file).mtimeMs).toBeLessThan(60_000);
    await next.release();
    await mirror(dir, { token: 9, task: 'running', pid: 1, host: 'build-3', takenAt: '' });
    expect(readFileSync(file, 'utf8')).toBe('381');
  });

  test('a folder that has gone is nobody’s', async () => {
    const { lock, dir } = await made();
    rmSync(dir, { recursive: true });
    expect(() => lock.check()).toThrow("is no longer this process's");
    await lock.release();
    expect(() => statSync(dir)).toThrow('ENOENT');
  });

  test('a copy is not gone on with beside its original, at work or not', async () => {
    const { id, lock } = await made();
    const copy = path.join(tempDir(), 'copy');
    for (const prepare of [async () => {}, () => lock.release()]) {
      await prepare();
      rmSync(copy, { recursive: true, force: true });
      cpSync(base, copy, { recursive: true });
      age(runFolder(copy, id), 3600);
      await expect(takeRun(copy, id, 'running')).rejects.toMatchObject({
        code: 'RUN_IS_COPY',
        message: `${runFolder(copy, id)} is a copy of the run in ${runFolder(base, id)}, which goes on there`,
      });
    }
    const moved = path.join(tempDir(), 'moved');
    mkdirSync(path.dirname(moved), { recursive: true });
    renameSync(base, moved);
    expect((await takeRun(moved, id, 'running')).token).toBe(2);
    expect((await takeRun(copy, id, 'running')).token).toBe(2);
  });

  test('what removes old runs leaves those that somebody has', async () => {
    const { id, lock } = await made();
    await updateRun(lock, { state: 'failed', endedAt: '2020-01-01T00:00:00.000Z' });
    expect(await pruneRuns(base, { olderThan: new Date() })).toEqual([]);
    await lock.release();
    // Of a removal that was stopped half way.
    const left = path.join(base, 'runs', '.0123456789abcdef.tmp');
    mkdirSync(path.join(left, 'journal'), { recursive: true });
    expect(await pruneRuns(base, { olderThan: new Date() })).toEqual([id]);
    expect(readdirSync(path.join(base, 'runs'))).toEqual([]);
  });

  test.each([
    ['interrupted', []],
    ['failed', []],
    ['succeeded', ['it']],
  ] as const)('what removes old runs, and one of an environment that %s', async (state, removed) => {
    const deployment = { task: 'apply', environment: 'staging', script: 'a.js' } as const;
    const { run, lock } = await createRun(base, { ...request, deployment });
    await startRun(lock);
    await updateRun(lock, { state, endedAt: '2020-01-01T00:00:00.000Z' });
    await lock.release();
    expect(await pruneRuns(base, { olderThan: new Date() })).toEqual(removed.map(() => run.id));
  });

  test('a run of an older version is its process’s, by what run.json says', async () => {
    const { id, dir } = await made();
    rmSync(path.join(dir, 'lock'), { recursive: true });
    const file = path.join(dir, 'run.json');
    const older = (there: object) =>
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), process: there }));
    older({ pid: process.pid, host: hostname() });
    expect((await openRun(base, id)).state).toBe('running');
    await expect(takeRun(base, id, 'running')).rejects.toMatchObject(refused);
    older({ pid: 1, host: 'elsewhere' });
    age(dir, 130);
    expect((await openRun(base, id)).state).toBe('interrupted');
    expect((await takeRun(base, id, 'running')).token).toBe(1);
  });

  test('one that could not be written to its end counts by signs of life', async () => {
    const { id, dir } = await made();
    writeFileSync(path.join(dir, 'lock/1.json'), '{"pid":');
    await expect(takeRun(base, id, 'running')).rejects.toMatchObject(refused);
    age(dir, 130);
    expect((await takeRun(base, id, 'running')).token).toBe(2);
  });
});
