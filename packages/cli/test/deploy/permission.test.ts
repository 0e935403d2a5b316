import { PassThrough } from 'node:stream';
import type { LedgerEvent, Plan } from '@dynamodb-migrate/ledger';
import { planHash } from '@dynamodb-migrate/ledger';
import { checkPermission } from '../../src/deploy/permission';
import type { Fleet } from '../../src/fleet/fleet';

const production = { environment: { name: 'production', protected: true } } as Fleet;
const plan = { version: 1, environment: 'production', scripts: [] } as unknown as Plan;
const none = { approvals: [] };

function terminal(typed: string, isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  input.end(`${typed}\n`);
  const output = Object.assign(new PassThrough(), { isTTY });
  return { input, output, asked: () => String(output.read() ?? '') };
}

test('the name of a protected environment, typed on a terminal, is enough', async () => {
  const at = terminal('production');
  await checkPermission(production, undefined, none, at);
  expect(at.asked()).toContain('production is protected, and it takes an approved plan. Type its name to go on: ');
});

test.each(['staging', 'yes', ''])('%j is not', async (typed) => {
  await expect(checkPermission(production, plan, none, terminal(typed))).rejects.toMatchObject({
    code: 'NOT_APPROVED',
  });
});

test('off a terminal nobody is asked', async () => {
  const at = terminal('production', false);
  await expect(checkPermission(production, plan, none, at)).rejects.toMatchObject({ code: 'NOT_APPROVED' });
  expect(at.asked()).toBe('');
});

test('an approved plan, and an environment that is not protected', async () => {
  const approvals = [{ kind: 'approved', environment: 'production', plan: planHash(plan) } as LedgerEvent];
  await checkPermission(production, plan, { approvals }, terminal('', false));
  await checkPermission({ environment: { ...production.environment, protected: false } }, undefined, none);
});
