import type { Send } from '@dynamodb-migrate/core';
import { ServiceError } from '@dynamodb-migrate/core';
import { describeEngines, dump, uniqueName } from '@dynamodb-migrate/test-tools';
import { createLedger, type Lease } from '../../src';
import { by, event, newLedger, sameLedger } from './given';

describeEngines('the ledger', (engine) => {
  const environment = 'staging';

  test('is made once, and told from another table', async () => {
    const table = uniqueName('ledger');
    const ledger = createLedger({ send: engine.send, table });
    await expect(ledger.state(environment)).rejects.toMatchObject({ code: 'NO_LEDGER' });
    const made = await Promise.all([ledger.init(), createLedger({ send: engine.send, table }).init()]);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(await ledger.init()).toEqual({ created: false });
    expect(await ledger.state(environment)).toMatchObject({ sequence: 0, scripts: [], approvals: [] });

    const other = uniqueName('records');
    await engine.send('CreateTable', {
      TableName: other,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    await expect(createLedger({ send: engine.send, table: other }).init()).rejects.toMatchObject({
      code: 'LEDGER_DIFFERS',
      message: expect.stringContaining('id:N'),
    });
  });

  test('tells what happened to a script, in order, and where it stands', async () => {
    const ledger = await newLedger(engine);
    const lease = await ledger.acquireLease({ environment, owner: 'ada' });
    const from = { commit: 'c0ffee', ci: 'gitlab', job: 'apply' };
    const positions = [(await ledger.state(environment)).position];
    const happen = async (...given: Parameters<typeof event>) => {
      const recorded = await ledger.record(environment, event(...given), lease);
      const state = await ledger.state(environment);
      positions.push(state.position);
      return { recorded, state, standing: state.scripts.map(({ script, state }) => `${script}: ${state}`) };
    };

    expect((await happen('adopted', '1.js')).standing).toEqual(['1.js: applied']);
    expect((await happen('started', '2.js', { tables: ['experiments'] })).standing).toContain('2.js: running');
    const done = await happen('succeeded', '2.js', { counts: { records: 3, changed: 2 }, seconds: 1.5, from });
    expect(done.recorded).toMatchObject({ sequence: 3, token: lease.token, environment, version: 1 });
    expect(done.state.scripts[1]).toEqual({
      script: '2.js',
      state: 'applied',
      sha256: '2.js-hash',
      run: '2.js-run',
      tables: ['experiments'],
      appliedAt: done.recorded.at,
      event: done.recorded,
    });
    expect((await happen('rollback started', '2.js')).standing).toContain('2.js: rolling back');
    const back = await happen('rolled back', '2.js');
    expect(back.standing).toContain('2.js: rolled back');
    expect(back.state.scripts[1]!.appliedAt).toBeUndefined();
    expect((await happen('failed', '2.js', { error: 'x'.repeat(5000) })).recorded.error).toHaveLength(4000);
    expect(new Set(positions).size).toBe(positions.length);

    const history = await ledger.history(environment);
    expect(history.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(history[2]).toEqual(done.recorded);
    expect((await ledger.history(environment, '1.js')).map(({ kind }) => kind)).toEqual(['adopted']);
    expect(await ledger.history('production')).toEqual([]);
    await lease.release();
  });

  test('changes its position with what happens to scripts only, each environment for itself', async () => {
    const ledger = await newLedger(engine);
    const { position } = await ledger.state(environment);
    const lease = await ledger.acquireLease({ environment, owner: 'ada' });
    await ledger.record(environment, event('approved', undefined, { plan: 'plan-hash' }));
    const approved = await ledger.state(environment);
    expect(approved.position).toBe(position);
    expect(approved.approvals).toMatchObject([{ plan: 'plan-hash', by }]);
    await ledger.record(environment, event('adopted', '1.js'), lease);
    expect((await ledger.state(environment)).position).not.toBe(position);
    const elsewhere = await ledger.state('production');
    expect(elsewhere).toMatchObject({ sequence: 0, scripts: [] });
    expect(elsewhere.position).not.toBe(position);
    await lease.release();
  });

  test('refuses what is no event, and what needs a lease', async () => {
    const ledger = await newLedger(engine);
    const lease = await ledger.acquireLease({ environment: 'production', owner: 'ada' });
    const refused = (...given: [ReturnType<typeof event>, Lease?]) =>
      expect(ledger.record(environment, ...given)).rejects;
    await refused(event('started')).toMatchObject({ code: 'BAD_EVENT' });
    await refused(event('unlocked')).toMatchObject({ code: 'BAD_EVENT' });
    await refused(event('started', '1.js')).toMatchObject({ code: 'LEASE_NEEDED' });
    await refused(event('started', '1.js'), lease).toMatchObject({ code: 'LEASE_NEEDED' });
    await lease.release();
    await expect(ledger.record('production', event('started', '1.js'), lease)).rejects.toMatchObject({
      code: 'LEASE_LOST',
    });
    expect(await ledger.history('production')).toEqual([]);
  });

  test('loses and repeats nothing when many write at once', async () => {
    const ledger = await newLedger(engine);
    const plans = Array.from({ length: 20 }, (_, i) => `plan-${i}`);
    await Promise.all(
      plans.map((plan) => sameLedger(ledger, engine.send).record(environment, event('approved', undefined, { plan }))),
    );
    const history = await ledger.history(environment);
    expect(history.map(({ sequence }) => sequence)).toEqual(plans.map((_, i) => i + 1));
    expect(history.map(({ plan }) => plan).sort()).toEqual([...plans].sort());
  });

  test('records an event once although its answer was lost, and files what a dead writer left', async () => {
    const ledger = await newLedger(engine);
    await ledger.record(environment, event('approved', undefined, { plan: 'first' }));

    // As a door does that retries: the answer of the write is lost, and the same write is made again.
    let repeated = 0;
    const repeating: Send = async (operation, input, options) => {
      if (operation === 'UpdateItem') {
        repeated++;
        await engine.send(operation, input, options);
      }
      return engine.send(operation, input, options);
    };
    await sameLedger(ledger, repeating).record(environment, event('approved', undefined, { plan: 'second' }));
    expect(repeated).toBe(1);

    // The process dies between the two writes of an event.
    const dying: Send = (operation, input, options) => {
      const { last } = input.Item ? { last: input.Item.plan?.S } : { last: undefined };
      if (operation === 'PutItem' && last === 'third') throw new ServiceError('NetworkingError', 'gone');
      return engine.send(operation, input, options);
    };
    await expect(
      sameLedger(ledger, dying).record(environment, event('approved', undefined, { plan: 'third' })),
    ).rejects.toThrow('gone');
    const plans = async () => (await ledger.history(environment)).map(({ plan }) => plan);
    expect(await plans()).toEqual(['first', 'second', 'third']);
    await ledger.record(environment, event('approved', undefined, { plan: 'fourth' }));
    expect(await plans()).toEqual(['first', 'second', 'third', 'fourth']);
    const items = await dump(engine, ledger.table);
    expect(items.map(({ entry }) => (entry as { S: string }).S)).toEqual([
      'event#000000000001',
      'event#000000000002',
      'event#000000000003',
      'event#000000000004',
      'head',
    ]);
  });
});
