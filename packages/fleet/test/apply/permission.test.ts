import type { LedgerEvent, Plan } from '@dynamodb-migrate/ledger';
import { planHash } from '@dynamodb-migrate/ledger';
import { checkPermission } from '../../src/apply/permission';
import type { FleetData } from '../../src/environment/open';

const production = { environment: { name: 'production', protected: true } } as FleetData;
const plan = { version: 1, environment: 'production', scripts: [] } as unknown as Plan;
const none = { approvals: [] };

test('the name of a protected environment, given when asked for, is enough', async () => {
  const asked: string[] = [];
  await checkPermission(production, undefined, none, async ({ environment, why }) => {
    asked.push(`${environment}: ${why}`);
    return ' production ';
  });
  expect(asked).toEqual(['production: it takes an approved plan']);
});

test.each(['staging', 'yes', '', undefined])('%j is not', async (typed) => {
  await expect(checkPermission(production, plan, none, async () => typed)).rejects.toMatchObject({
    code: 'NOT_APPROVED',
  });
});

test('where nobody can be asked, nobody has allowed it', async () => {
  await expect(checkPermission(production, plan, none)).rejects.toMatchObject({ code: 'NOT_APPROVED' });
});

test('an approved plan, and an environment that is not protected', async () => {
  const never = async () => {
    throw new Error('asked');
  };
  const approvals = [{ kind: 'approved', environment: 'production', plan: planHash(plan) } as LedgerEvent];
  await checkPermission(production, plan, { approvals }, never);
  await checkPermission({ environment: { ...production.environment, protected: false } }, undefined, none, never);
});
