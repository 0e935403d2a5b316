import { describeEngines } from '@dynamodb-migrate/test-tools';
import { type NewEvent, type Script, statusOf } from '../../src';
import { event, newLedger } from '../ledger/given';

const environment = 'staging';

function script(file: string, rest: Partial<Script> = {}): Script {
  const known = { file, path: `/folder/${file}`, time: 0, title: 'x', colons: false, sources: new Map() };
  return { ...known, sha256: `${file}-hash`, tables: ['experiments'], metadata: { tables: [] }, ...rest };
}

describeEngines('status', (engine) => {
  async function status(events: NewEvent[], scripts: Script[], { working = false } = {}) {
    const ledger = await newLedger(engine);
    const lease = await ledger.acquireLease({ environment, owner: 'ada' });
    for (const one of events) await ledger.record(environment, one, lease);
    if (!working) await lease.release();
    const state = await ledger.state(environment);
    await lease.release();
    const told = statusOf({ scripts, undated: [] }, state);
    return { told, standings: told.scripts.map(({ script, standing }) => `${script} ${standing}`) };
  }

  test('of a folder that is new to an environment, and of one that is through', async () => {
    const scripts = [script('1.js'), script('2.js', { tables: [], tableLine: 'add this' })];
    const fresh = await status([], scripts);
    expect(fresh.standings).toEqual(['1.js pending', '2.js pending']);
    expect(fresh.told).toMatchObject({ environment, ok: true, upToDate: false, problems: [], counts: { pending: 2 } });
    expect(fresh.told.scripts.map(({ noTable, tableLine }) => [noTable, tableLine])).toEqual([
      [false, undefined],
      [true, 'add this'],
    ]);
    const through = await status([event('adopted', '1.js'), event('succeeded', '2.js')], scripts);
    expect(through.standings).toEqual(['1.js applied', '2.js applied']);
    expect(through.told).toMatchObject({ ok: true, upToDate: true, counts: { applied: 2 } });
  });

  test('one that names no table yet is not out of order', async () => {
    const scripts = [script('1.js', { tables: [] }), script('2.js'), script('3.js')];
    const { told } = await status([event('succeeded', '3.js')], scripts);
    expect(told.scripts.map(({ outOfOrder }) => outOfOrder)).toEqual([false, true, false]);
    expect(told.problems).toEqual(['2.js is pending, but 3.js behind it is applied']);
  });

  test('tells what changed, is gone, was renamed and comes late', async () => {
    const { told, standings } = await status(
      [
        event('succeeded', '1.js', { sha256: 'other' }),
        event('succeeded', '2.js', { sha256: 'moved' }),
        event('succeeded', '4.js'),
        event('succeeded', '5.js'),
        event('rolled back', '5.js'),
        event('rolled back', 'gone-and-rolled-back.js'),
      ],
      [script('1.js'), script('3.js', { sha256: 'moved' }), script('4.js'), script('5.js'), script('6.js')],
    );
    expect(standings).toEqual([
      '1.js changed',
      '2.js missing',
      '3.js pending',
      '4.js applied',
      '5.js pending',
      '6.js pending',
    ]);
    expect(told.scripts.filter(({ outOfOrder }) => outOfOrder).map(({ script }) => script)).toEqual(['3.js']);
    expect(told.scripts[1]!.renamedTo).toBe('3.js');
    expect(told.problems).toEqual([
      '1.js was changed since it was applied',
      '2.js is applied but gone: was it renamed to 3.js?',
      '3.js is pending, but 4.js behind it is applied',
    ]);
    expect(told).toMatchObject({ ok: false, upToDate: false });
  });

  test('tells what was left half way', async () => {
    const events = [
      event('failed', '1.js'),
      event('started', '2.js'),
      event('rollback started', '3.js'),
      event('rollback failed', '4.js'),
    ];
    const scripts = [...['1.js', '2.js', '3.js', '4.js'].map((file) => script(file))];
    const left = await status(events, scripts);
    expect(left.standings).toEqual(['1.js failed', '2.js interrupted', '3.js rollback failed', '4.js rollback failed']);
    expect(left.told.problems).toEqual([
      '1.js: failed',
      '2.js was interrupted half way',
      '3.js: rollback failed',
      '4.js: rollback failed',
    ]);
    const working = await status(events, scripts, { working: true });
    expect(working.standings).toEqual(['1.js failed', '2.js running', '3.js rolling back', '4.js rollback failed']);
  });

  test('goes on past scripts that cannot be loaded', async () => {
    const broken = (file: string) => script(file, { tables: [], error: new Error('no luck') });
    const { told } = await status([event('succeeded', '1.js')], [broken('1.js'), broken('2.js'), script('3.js')]);
    expect(told.problems).toEqual(['2.js cannot be loaded: no luck']);
    expect(told.scripts[1]).toMatchObject({ standing: 'pending', error: 'no luck', noTable: false });
  });
});
