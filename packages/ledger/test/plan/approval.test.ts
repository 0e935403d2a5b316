import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { approvalsOf, planHash, planText, readPlan } from '../../src';
import { ledgerEvent, plan, planned } from './given';

test('an approval is bound to what the plan says', () => {
  const given = plan();
  const approvals = [ledgerEvent('approved', { plan: planHash(given) })];
  expect(approvalsOf(given, approvals)).toEqual(approvals);
  const altered = structuredClone(given);
  altered.scripts[0]!.counts.changed++;
  expect(approvalsOf(altered, approvals)).toEqual([]);
  expect(approvalsOf({ ...given, tolerance: '90%' }, approvals)).toEqual([]);
  expect(approvalsOf({ ...given, environment: 'production' }, approvals)).toEqual([]);
});

test('indentation and the order of keys make no difference', () => {
  const given = plan();
  const { scripts, ...rest } = given;
  const turned = JSON.parse(JSON.stringify({ scripts, ...Object.fromEntries(Object.entries(rest).reverse()) }));
  expect(planHash(turned)).toBe(planHash(given));
  expect(planHash({ ...given, scripts: [...scripts].reverse() })).not.toBe(planHash(given));
});

test('a plan is read as it was written', async () => {
  const file = path.join(tempDir(), 'plan.json');
  const given = plan();
  writeFileSync(file, planText(given));
  const read = await readPlan(file);
  expect(read).toEqual(given);
  expect(planHash(read)).toBe(planHash(given));
});

const [table] = plan().tables;
const lacking = [
  { scripts: [{}] },
  { scripts: [planned('1.js', { counts: { records: 20 } as never })] },
  { scripts: [planned('1.js', { tables: [5] as never })] },
  { tables: [5] },
  { tables: [{ ...table, identity: undefined }] },
  { tables: [{ ...table, keys: [null] }] },
  { ledger: null },
  { waiting: ['1.js'] },
].map((rest) => JSON.stringify({ ...plan(), ...rest }));

test.each(['{', '{}', 'null', '[]', '{"version":2}', ...lacking])('%s is no plan', async (text) => {
  const file = path.join(tempDir(), 'plan.json');
  writeFileSync(file, text);
  await expect(readPlan(file)).rejects.toMatchObject({ code: 'BAD_PLAN' });
});

test('no plan there', async () => {
  await expect(readPlan(path.join(tempDir(), 'plan.json'))).rejects.toMatchObject({ code: 'NO_PLAN' });
});
