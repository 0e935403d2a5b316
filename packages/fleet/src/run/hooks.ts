import { type Layer, readOnly } from '@dynamodb-migrate/core';
import { createDyno } from '@dynamodb-migrate/dyno-compat';
import type { Hook } from '@dynamodb-migrate/ledger';
import { adaptScript } from '@dynamodb-migrate/legacy-adapter';
import { throughLayers } from '@dynamodb-migrate/runner';
import type { FleetData } from '../environment/open';
import { scrubbing } from '../environment/redaction';
import { databaseOf } from './run-over';

const hooks = {
  why: '`before` and `after` of a script can only read',
  hint: 'Write in the script itself, record by record.',
};

/** Calls `before` or `after` of a script with a client that only reads, as `preview` has left the tables. Rejects with its error. */
export async function callHook(
  hook: Hook | undefined,
  { doors, environment, config }: FleetData,
  table: string,
  preview: readonly Layer[] = [],
): Promise<void> {
  if (!hook) return;
  const { target, table: name } = databaseOf(table, environment.target);
  // Above the preview, which would take a write that `apply` refuses.
  const connect = throughLayers(doors.connect, { bounds: readOnly(hooks), scrub: scrubbing(config), preview });
  const { region, endpoint, credentials } = target;
  const dyno = createDyno((to) => connect(doors.resolve(to)))({ table: name, region, endpoint, ...credentials } as any);
  // A hook is called as `finish` is.
  const { finish } = adaptScript(
    Object.assign(() => {}, { finish: hook }),
    { dyno, form: 'wire' },
  );
  await finish?.();
}
