import { type Plan, type Present, planDifferences, planHash } from '../../src';
import { ledgerEvent, plan } from './given';

const given = plan();

function present(rest: Partial<Present> = {}): Present {
  return {
    environment: 'staging',
    events: [],
    scripts: given.scripts.map(({ script, sha256, tables }) => ({ script, sha256, tables })),
    pending: ['1.js', '2.js'],
    tables: given.tables,
    ...rest,
  };
}

const differences = (rest: Partial<Present>, of: Plan = given) => planDifferences(of, present(rest));

test('a plan fits what it was made of', () => {
  expect(differences({})).toEqual([]);
  expect(differences({ events: [ledgerEvent('approved', { plan: planHash(given) })] })).toEqual([]);
});

test('what the plan itself did is no difference, what others did is', () => {
  const own = [
    ledgerEvent('started', { script: '1.js', plan: planHash(given) }),
    ledgerEvent('interrupted', { script: '1.js', plan: planHash(given) }),
  ];
  expect(differences({ events: own })).toEqual([]);
  expect(differences({ events: [...own, ledgerEvent('succeeded', { script: '0.js' })] })).toEqual([
    'the ledger of staging has moved on since: succeeded 0.js by ada at 2026-11-23T18:04:11.250Z',
  ]);
});

test('scripts that changed, are gone, run over another table or came later', () => {
  const [first, second] = present().scripts;
  expect(differences({ scripts: [{ ...first!, sha256: 'other' }, second!] })).toEqual([
    '1.js was changed after the plan was made',
  ]);
  expect(differences({ scripts: [second!] })).toEqual(['1.js is gone']);
  expect(differences({ scripts: [{ ...first!, tables: ['b'] }, second!] })).toEqual([
    '1.js runs over b now, over experiments-staging in the plan',
  ]);
  expect(differences({ pending: ['0.js', '1.js', '2.js'] })).toEqual(['0.js is pending and not in the plan']);
});

test('tables that are gone, were made anew or have another key', () => {
  const [table] = given.tables;
  expect(differences({ tables: [undefined] })).toEqual(['the table experiments-staging is gone']);
  expect(differences({ tables: [{ ...table!, identity: { id: 'two' } }] })).toEqual([
    'the table experiments-staging has been made anew',
  ]);
  expect(differences({ tables: [{ ...table!, keys: [{ name: 'id', type: 'N' }] }] })).toEqual([
    'the key of the table experiments-staging was id:S and is id:N now',
  ]);
});

test('a plan for another environment is compared no further', () => {
  expect(differences({ environment: 'production', scripts: [] })).toEqual([
    'the plan is for staging, not for production',
  ]);
});
