import { setTimeout as sleep } from 'node:timers/promises';
import { MigrateError, type Send, ServiceError } from '@dynamodb-migrate/core';
import { describeEngines } from '@dynamodb-migrate/test-tools';
import type { Lease } from '../../src';
import { by, event, newLedger, sameLedger } from './given';

/** A door that can be cut, as when a process is stopped or its network is gone. */
function cuttable(send: Send) {
  const line = { cut: false };
  const through: Send = (...request) =>
    line.cut ? Promise.reject(new ServiceError('NetworkingError', 'cut')) : send(...request);
  return { line, send: through };
}

describeEngines('a lease', (engine) => {
  const environment = 'production';

  test('belongs to one, who is named to the others, until it is given back', async () => {
    const ledger = await newLedger(engine);
    const from = { url: 'https://ci.example.com/7' };
    const lease = await ledger.acquireLease({ environment, owner: 'apply by ada', from });
    expect(lease.token).toBe(1);
    expect((await ledger.state(environment)).lease).toMatchObject({ owner: 'apply by ada', token: 1, expired: false });
    await expect(ledger.acquireLease({ environment, owner: 'bob' })).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining('production is locked by apply by ada (https://ci.example.com/7) since 20'),
      hint: expect.stringMatching(/runs out in (29|30) s/),
    });
    const other = await ledger.acquireLease({ environment: 'staging', owner: 'bob' });
    await other.release();
    await lease.release();
    expect((await ledger.state(environment)).lease).toBeUndefined();
    expect(() => lease.check()).toThrow(MigrateError);
    const next = await ledger.acquireLease({ environment, owner: 'bob' });
    expect(next.token).toBe(2);
    await lease.release();
    expect((await ledger.state(environment)).lease).toMatchObject({ owner: 'bob' });
    await next.release();
  });

  test('is renewed for as long as it is needed', async () => {
    const ledger = await newLedger(engine);
    const lease = await ledger.acquireLease({ environment, owner: 'ada', seconds: 1 });
    await sleep(2200);
    lease.check();
    await expect(ledger.acquireLease({ environment, owner: 'bob' })).rejects.toMatchObject({ code: 'LOCKED' });
    await ledger.record(environment, event('started', '1.js'), lease);
    await lease.release();
  });

  test('of a dead owner runs out, and the dead one can write no more', async () => {
    const ledger = await newLedger(engine);
    const { line, send } = cuttable(engine.send);
    const dead = sameLedger(ledger, send);
    const lost: MigrateError[] = [];
    const lease = await dead.acquireLease({
      environment,
      owner: 'ada',
      seconds: 1,
      onLost: (error) => lost.push(error),
    });
    await dead.record(environment, event('started', '1.js'), lease);
    expect((await ledger.state(environment)).scripts).toMatchObject([{ state: 'running' }]);
    line.cut = true;

    const began = performance.now();
    const next = await ledger.acquireLease({ environment, owner: 'bob', seconds: 10, wait: 10 });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(next.token).toBe(2);
    expect(lost).toMatchObject([{ code: 'LEASE_LOST' }]);
    expect((await ledger.state(environment)).scripts).toMatchObject([{ state: 'interrupted' }]);

    line.cut = false;
    const guarded = lease.guard(engine.send, engine.target);
    await expect(guarded('PutItem', {})).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await guarded('ListTables', {});
    await expect(dead.record(environment, event('succeeded', '1.js'), lease)).rejects.toMatchObject({
      code: 'LEASE_LOST',
    });
    // Even one that does not know it yet, since the ledger checks it with every write.
    await expect(
      dead.record(environment, event('succeeded', '1.js'), { ...lease, check: () => {} }),
    ).rejects.toMatchObject({ code: 'LEASE_LOST', message: expect.stringContaining('bob holds it now') });
    expect((await ledger.history(environment)).map(({ kind }) => kind)).toEqual(['started']);
    await next.release();
  });

  test('that is lost between looking and writing lets nothing be written', async () => {
    const ledger = await newLedger(engine);
    let next: Lease | undefined;
    const overtaken: Send = async (operation, input, options) => {
      if (input.UpdateExpression === 'SET #expiresAt = :expiresAt') throw new ServiceError('NetworkingError', 'cut');
      if (operation === 'UpdateItem' && input.ExpressionAttributeValues[':last'] && !next) {
        next = await ledger.acquireLease({ environment, owner: 'bob', wait: 2 });
      }
      return engine.send(operation, input, options);
    };
    const slow = sameLedger(ledger, overtaken);
    const lease = await slow.acquireLease({ environment, owner: 'ada', seconds: 0.3 });
    const late = { ...lease, check: () => {} };
    await expect(slow.record(environment, event('succeeded', '1.js'), late)).rejects.toMatchObject({
      code: 'LEASE_LOST',
      message: expect.stringContaining('bob holds it now'),
    });
    expect(await ledger.history(environment)).toEqual([]);
    await next!.release();
  });

  test('survives short failures of the network, and slow answers count from when it was asked', async () => {
    const ledger = await newLedger(engine);
    const { line, send } = cuttable(engine.send);
    const lost: MigrateError[] = [];
    const lease = await sameLedger(ledger, send).acquireLease({
      environment,
      owner: 'ada',
      seconds: 2,
      onLost: (error) => lost.push(error),
    });
    line.cut = true;
    await sleep(1000);
    line.cut = false;
    await sleep(1500);
    lease.check();
    expect(lost).toEqual([]);
    await lease.release();

    let silent = false;
    const mute: Send = (...request) => (silent ? new Promise(() => {}) : engine.send(...request));
    const held = await sameLedger(ledger, mute).acquireLease({
      environment,
      owner: 'ada',
      seconds: 1,
      onLost: (error) => lost.push(error),
    });
    silent = true;
    await sleep(1000);
    expect(() => held.check()).toThrow('could not be renewed in time');
    expect(lost).toHaveLength(1);
  });

  test('is broken by force, which says what it breaks and is recorded', async () => {
    const ledger = await newLedger(engine);
    expect(await ledger.unlock({ environment, force: true, by })).toEqual({ scripts: [] });
    const lost: MigrateError[] = [];
    const lease = await ledger.acquireLease({
      environment,
      owner: 'ada',
      // Long enough not to run out meanwhile.
      seconds: 6,
      onLost: (error) => lost.push(error),
    });
    await ledger.record(environment, event('started', '1.js'), lease);
    await expect(ledger.unlock({ environment, force: false, by })).rejects.toMatchObject({ code: 'LOCKED' });
    expect(await ledger.unlock({ environment, force: true, by })).toMatchObject({
      broken: { owner: 'ada', token: lease.token },
      scripts: ['1.js'],
    });
    while (lost.length === 0) await sleep(50);
    expect(lost).toMatchObject([{ message: expect.stringContaining('somebody else broke it') }]);
    const state = await ledger.state(environment);
    expect(state.lease).toBeUndefined();
    expect(state.scripts).toMatchObject([{ state: 'interrupted' }]);
    expect((await ledger.history(environment)).at(-1)).toMatchObject({ kind: 'unlocked', by });
    const next = await ledger.acquireLease({ environment, owner: 'bob' });
    expect(next.token).toBeGreaterThan(lease.token);
    await next.release();
  });

  test('that has run out goes to one of all who want it at once', async () => {
    const ledger = await newLedger(engine);
    for (let round = 1; round <= 5; round++) {
      const { line, send } = cuttable(engine.send);
      await sameLedger(ledger, send).acquireLease({ environment, owner: 'dead', seconds: 0.2 });
      line.cut = true;
      await sleep(250);
      const comers = Array.from({ length: 20 }, (_, i) =>
        sameLedger(ledger, engine.send).acquireLease({ environment, owner: `comer ${i}` }),
      );
      const results = await Promise.allSettled(comers);
      const got = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(got.map(({ token }) => token)).toEqual([2 * round]);
      for (const result of results) if (result.status === 'rejected') expect(result.reason.code).toBe('LOCKED');
      await got[0]!.release();
    }
  });

  test('is never held by two, whoever comes, dies and comes back', async () => {
    const ledger = await newLedger(engine);
    let holder: { name: string; token: number } | undefined;
    const tokens: number[] = [];
    const doubts: string[] = [];
    const until = performance.now() + 4000;
    const worker = async (name: string) => {
      while (performance.now() < until) {
        const { line, send } = cuttable(engine.send);
        const mine = sameLedger(ledger, send);
        const ends = { lost: false };
        let lease: Awaited<ReturnType<typeof mine.acquireLease>>;
        try {
          const onLost = () => {
            ends.lost = true;
            if (holder?.name === name) holder = undefined;
          };
          lease = await mine.acquireLease({ environment, owner: name, seconds: 0.5, wait: 1, onLost });
        } catch {
          continue;
        }
        if (ends.lost) continue;
        if (holder) doubts.push(`${name} has it while ${holder.name} does`);
        holder = { name, token: lease.token };
        tokens.push(lease.token);
        await sleep(Math.random() * 300);
        if (Math.random() < 0.4) {
          line.cut = true;
          while (!ends.lost) {
            await sleep(10);
            try {
              lease.check();
            } catch {}
          }
        } else {
          const held = () => holder?.token === lease.token;
          await mine.record(environment, event('approved'), lease).catch((error) => {
            if (held() && !ends.lost) doubts.push(`${name}: ${error.message}`);
          });
          if (held()) holder = undefined;
          await lease.release();
        }
      }
    };
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(worker));
    expect(doubts).toEqual([]);
    expect(tokens.length).toBeGreaterThan(5);
    expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b));
  });
});
