import { compose, type Layer, readOnly } from '@dynamodb-migrate/core';
import { createDyno } from '@dynamodb-migrate/dyno-compat';
import type { Hook } from '@dynamodb-migrate/ledger';
import { adaptScript } from '@dynamodb-migrate/legacy-adapter';
import type { Fleet } from '../fleet/fleet';
import { databaseOf } from './run-over';

/** Calls `before` or `after` of a script with a client that only reads, through `layers`. Rejects with its error. */
export async function callHook(
  hook: Hook | undefined,
  { doors, environment }: Fleet,
  table: string,
  layers: readonly Layer[] = [],
): Promise<void> {
  if (!hook) return;
  const { target, table: name } = databaseOf(table, environment.target);
  const connect = compose(doors.connect, readOnly(), ...layers);
  const { region, endpoint, credentials } = target;
  const dyno = createDyno((to) => connect(doors.resolve(to)))({ table: name, region, endpoint, ...credentials } as any);
  // A hook is called as `finish` is.
  const { finish } = adaptScript(
    Object.assign(() => {}, { finish: hook }),
    { dyno, form: 'wire' },
  );
  await finish?.();
}
