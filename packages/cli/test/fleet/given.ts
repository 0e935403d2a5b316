import { createLedger, type Ledger } from '@dynamodb-migrate/ledger';
import { type Engine, runBin, runMain, startDynalite, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

export const addAuth = '2021-05-04T12:41:17Z-add-auth.js';
export const bump = '2021-06-04T12:41:17Z-bump.js';
export const noTable = '2021-07-04T12:41:17Z-no-table.js';

const update = `dyno.updateItem(
    {
      Key: { id: record.id },
      UpdateExpression: 'SET #auth = :auth',
      ExpressionAttributeNames: { '#auth': 'auth' },
      ExpressionAttributeValues: { ':auth': true },
    },
    callback,
  );`;

/** Three scripts of the old kind. */
export const scripts = {
  [addAuth]: `module.exports = (record, dyno, callback) => {
  if (record.auth || !dyno) return callback();
  ${update}
};
module.exports.table = 'experiments-\${env}';
`,
  [bump]: `module.exports = (record, dyno, callback) => {
  if (!dyno) return callback();
  dyno.putItem({ Item: { ...record, n: (record.n || 0) + 1 } }, callback);
};
module.exports.table = 'experiments-\${env}';
`,
  [noTable]: `module.exports = (record, dyno, callback) => callback();
`,
};

export const by = { user: 'ada', host: 'build-7' };

/** A dynalite, and folders of scripts with a configuration for it. */
export function useFleet() {
  const engine = {} as Engine;
  beforeAll(async () => {
    Object.assign(engine, await startDynalite());
  });
  afterAll(() => engine.stop());
  let made = 0;

  /** A folder of its own, with a ledger of its own. */
  function given(files: { [name: string]: string } = scripts, settings: object = {}) {
    const root = tempDir();
    const table = `ledger-${++made}`;
    const place = { region: 'us-east-1', endpoint: engine.endpoint };
    const config = {
      environments: { staging: place, production: { ...place, protected: true } },
      ledger: { table },
      ...settings,
    };
    const placed = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`dynamodb-migrations/${name}`, text]),
    );
    writeFiles(root, { 'dynamodb-migrate.config.json': JSON.stringify(config), ...placed });
    const ledger = createLedger({ send: engine.send, table });
    const run = (args: string[], env: { [name: string]: string } = {}) => runMain(args, { cwd: root, env });
    /** The same in a process of its own. */
    const start = (args: string[]) => runBin(args, { cwd: root });
    return { root, ledger, table, run, start, folder: `${root}/dynamodb-migrations` };
  }

  return { engine, given };
}

/** Records that a script was applied, as `apply` does. */
export async function applied(ledger: Ledger, environment: string, script: string, sha256: string): Promise<void> {
  const lease = await ledger.acquireLease({ environment, owner: 'a test' });
  const event = { script, sha256, run: `run-of-${script}`, by };
  await ledger.record(environment, { ...event, kind: 'started' }, lease);
  await ledger.record(
    environment,
    { ...event, kind: 'succeeded', counts: { records: 3, changed: 2 }, seconds: 4 },
    lease,
  );
  await lease.release();
}
