// A program that goes on: does all that the bin does while a server of its own is open, and tells what came of it.
const { createServer } = require('node:http');
const { mkdirSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const migrate = require('../../dist/index.js');

const [endpoint, folder, out] = process.argv.slice(2);
const { runScript, rollBack, listRuns, showRun, tune, pruneRuns, openFleet } = migrate;
const told = {};
const printed = [];
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (text) => printed.push(String(text));
}
const listeners = () =>
  Object.fromEntries(
    ['beforeExit', 'exit', 'uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'].map(
      (event) => [event, process.listenerCount(event)],
    ),
  );

function write(name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const count = write(
  'count.js',
  `const Dyno = require('dyno');
   let calls = 0;
   module.exports = async (record, dyno) => {
     calls++;
     if (!dyno) return;
     const mine = Dyno({ ...dyno.config, table: dyno.config.params.TableName });
     await mine.updateItemAsync({
       Key: { id: record.id }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 },
     });
     await new Promise((resolve) => setTimeout(resolve, 2));
   };
   module.exports.calls = () => calls;`,
);

async function main() {
  const database = 'us-east-1/life';
  const state = path.join(folder, 'state');
  const base = { database, endpoint, state, script: count };
  const brief = ({ mode, state, counts, stoppedBy, failures }) => ({
    ...{ mode, state, records: counts.records, errors: counts.errors, operations: counts.operations },
    ...(stoppedBy !== undefined && { stoppedBy }),
    failures: failures.map(({ message }) => message),
  });

  told.dry = brief(await runScript(base));
  const preview = await runScript({ ...base, mode: 'preview' });
  told.preview = { ...brief(preview), tables: preview.tables.map(({ table, changed }) => ({ table, changed })) };
  told.changes = 0;
  for await (const { kind } of preview.changes()) if (kind === 'changed') told.changes++;

  const stop = new AbortController();
  const progress = [];
  const aborted = await runScript({
    ...{ ...base, mode: 'live', signal: stop.signal },
    onProgress(now) {
      progress.push(now.records);
      if (now.records > 0) stop.abort('enough');
    },
  });
  told.aborted = brief(aborted);
  told.abortedEarly = aborted.counts.records < 300;
  told.resumable = aborted.resumable;
  told.resumed = brief(await runScript({ ...base, mode: 'live', resume: aborted.run, concurrency: 10 }));
  told.runs = (await listRuns({ state })).runs.map(({ state, command }) => `${command} ${state}`);
  told.shown = (await showRun({ run: aborted.run, state })).journal.done;
  told.notRunning = await tune({ run: aborted.run, state, maxWcu: 5 }).catch(({ code }) => code);
  const shown = await rollBack({ run: aborted.run, state, endpoint });
  told.rollbackPreview = shown.counts.restored;
  told.rolledBack = (await rollBack({ run: 'last', state, endpoint, live: true })).counts.restored;

  // A run that cannot begin leaves nothing open that would keep this process.
  told.noBackup = await runScript({ ...base, mode: 'live', backup: true, onProgress() {} }).catch(
    ({ message }) => message,
  );

  // A function, records of its own, and a script that never calls back.
  const seen = [];
  const given = await runScript({
    database,
    script: async (record) => void seen.push(record),
    records: [{ a: 1 }, { a: 2 }],
  });
  told.given = { state: given.state, seen };
  const began = performance.now();
  const stuck = await runScript({ database, script: (_record, _dyno, _callback) => {}, records: [{ a: 1 }] });
  told.stuck = brief(stuck);
  told.stuckInTime = performance.now() - began < 1500;
  const slow = await runScript({
    ...{ database, records: [{ a: 1 }] },
    script: (_record, _dyno, callback) => void setTimeout(callback, 1500),
  });
  told.slow = brief(slow);
  told.twoAtOnce = (
    await Promise.all([
      runScript({ ...base, mode: 'dry' }),
      runScript({ ...base, mode: 'preview', state: path.join(folder, 'other') }),
    ])
  ).map(brief);
  told.refused = await runScript({ ...base, concurency: 3 }).catch(({ code, message }) => `${code}: ${message}`);

  // All paths from a folder that is not the working directory's.
  write('elsewhere/refuse.js', 'module.exports = async ({ id }) => { if (id === 2) throw new Error("no"); };');
  write('elsewhere/touch.js', "module.exports = async (r, dyno) => dyno.putItemAsync({ Item: { id: 'r0', n: 7 } });");
  const there = { cwd: path.join(folder, 'elsewhere'), state: 'kept' };
  const refused = await runScript({
    ...{ ...there, database, endpoint, mode: 'live', script: 'refuse.js' },
    ...{ records: [{ id: 1 }, { id: 2 }], maxErrors: 1, errors: 'failed.ndjson', stopFile: 'stop' },
  });
  const touched = await runScript({
    ...there,
    ...{ database, endpoint, mode: 'live', script: 'touch.js', records: [{}] },
  });
  await rollBack({ ...there, endpoint, run: 'last', live: true });
  told.elsewhere = {
    refused: brief(refused),
    touched: brief(touched),
    kept: readdirSync(there.cwd).sort(),
    shown: (await showRun({ ...there, run: touched.run })).run.state,
    runs: (await listRuns(there)).runs.map(({ command, state }) => `${command} ${state}`),
    pruned: (await pruneRuns({ ...there, olderThan: 0 })).length,
  };

  // The scripts of an environment.
  write(
    'fleet/dynamodb-migrate.config.json',
    JSON.stringify({
      environments: { staging: { region: 'us-east-1', endpoint } },
    }),
  );
  write(
    'fleet/dynamodb-migrations/2024-01-01-count.js',
    `module.exports = async (record, dyno) => {
       if (process.env.K8S_ENV !== "staging") throw new Error('where?');
       await dyno?.updateItemAsync({
         Key: { id: record.id }, UpdateExpression: 'SET m = :one', ExpressionAttributeValues: { ':one': 1 },
       });
     };
     module.exports.table = 'life';`,
  );
  const { init } = require('@dynamodb-migrate/fleet');
  const cwd = path.join(folder, 'fleet');
  await init({ cwd, env: 'staging' });
  const fleet = await openFleet({ cwd, env: 'staging' });
  const standing = async () => (await fleet.status()).scripts.map(({ standing }) => standing).join();
  told.lint = (await fleet.lint()).findings.map(({ rule }) => rule);
  told.pending = await standing();
  const plan = await fleet.plan();
  told.plan = plan.scripts.map(({ counts, errors }) => ({ changed: counts.changed, errors }));
  told.approved = (await fleet.approve(plan, { by: 'alice' })).kind;
  told.applied = (await fleet.apply({ plan })).scripts.map(({ state, counts, error }) => ({
    state,
    changed: counts.changed,
    error,
  }));
  told.appliedStanding = await standing();
  told.verified = (await fleet.verify()).scripts.map(({ changed, errors }) => ({ changed, errors }));
  told.fleetRolledBack = (await fleet.rollBack({ live: true })).scripts.map(({ counts, error }) => ({
    restored: counts.restored,
    error,
  }));
  told.history = (await fleet.history()).events.map(({ kind }) => kind);
  told.variable = process.env.K8S_ENV ?? 'not set';
  told.pruned = (await pruneRuns({ state, olderThan: 0 })).length > 0;
}

const server = createServer((_request, response) => response.end('ok')).listen(0, async () => {
  const before = listeners();
  try {
    await main();
  } catch (error) {
    told.error = error.stack;
  }
  told.listeners = JSON.stringify(listeners()) === JSON.stringify(before) ? 'as before' : listeners();
  told.printed = printed.filter((text) => !/NodeVersionSupportWarning|no longer support|a\.co/.test(text));
  writeFileSync(out, JSON.stringify(told, null, 2));
  server.close();
  server.closeAllConnections();
});
