import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startDynalite } from '@dynamodb-migrate/test-tools';
import { fromAttributes } from '../../src/ledger/attributes';
import { newLedger } from './given';

const page = readFileSync(path.join(__dirname, '../../../../docs/ledger.md'), 'utf8');

test('items are what docs/ledger.md says', async () => {
  const engine = await startDynalite();
  try {
    const documented = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!);
    const { environment, entry, version, id, sequence, at, token, ...event } = documented;
    const ledger = await newLedger(engine);
    const lease = await ledger.acquireLease({ environment, owner: 'ada', from: event.from });
    await ledger.record(environment, event, lease);
    const { Items } = await engine.send('Scan', { TableName: ledger.table });
    const [stored, head] = Items.map(fromAttributes);
    expect(Object.keys(stored).sort()).toEqual(Object.keys(documented).sort());
    expect(stored).toMatchObject(event);
    expect(stored).toMatchObject({ environment, version: 1, sequence: 1, token: 1, entry: 'event#000000000001' });
    for (const name of Object.keys(head)) if (!(name in stored)) expect(page).toContain(`| \`${name}\` |`);
    for (const name of Object.keys(head.lease)) expect(page).toContain(`\`${name}\``);
    await lease.release();
  } finally {
    await engine.stop();
  }
});

test('all kinds of events are there', () => {
  const source = readFileSync(path.join(__dirname, '../../src/ledger/event.ts'), 'utf8');
  const [, kinds] = /EventKind =([^;]*);/.exec(source)!;
  const names = [...kinds!.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect(page).toContain(`| \`${name}\` |`);
});
