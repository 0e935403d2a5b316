// The old tool, as far as its runs are concerned: the contract of 1.0.0 over the client that it used.
//   node old-engine.cjs scan|stream TABLE SCRIPT [--live] [--dyno] [--concurrency N]      (ENDPOINT in the environment)
// It prints nothing of its own, ends when nothing is left to do, and lets every error go uncaught.
const path = require('node:path');
const readline = require('node:readline');
const Dyno = require('dyno');

const [method, table, script, ...flags] = process.argv.slice(2);
const live = flags.includes('--live');
const concurrency = Number(flags[flags.indexOf('--concurrency') + 1]) || 1;
const client = Dyno({ table, region: 'us-east-1', endpoint: process.env.ENDPOINT });
const migrate = require(path.resolve(script));
const dyno = live ? client : null;

async function* lines() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line !== '') yield flags.includes('--dyno') ? JSON.parse(line) : Dyno.deserialize(line);
  }
}

// Out of the script's own try and catch: an error that is called back crashes the process.
function crash(error) {
  process.nextTick(() => {
    throw error;
  });
}

async function run() {
  const inFlight = new Set();
  for await (const record of method === 'scan' ? client.scanStream() : lines()) {
    const done = new Promise((resolve) => migrate(record, dyno, (error) => (error ? crash(error) : resolve())));
    inFlight.add(done);
    done.then(() => inFlight.delete(done), crash);
    if (inFlight.size >= concurrency) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  if (migrate.finish) migrate.finish(dyno, (error) => error && crash(error));
}

run().catch(crash);
