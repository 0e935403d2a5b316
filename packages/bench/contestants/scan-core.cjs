// The engine in process, without the command line: transport, scan source, run, and values made native.
const { createRun, createTransport, scan } = require('@dynamodb-migrate/core');
const { toNative } = require('@dynamodb-migrate/dyno-compat');
const { done, finish } = require('./run-script.cjs');

const [endpoint, scriptFile] = process.argv.slice(2);
const script = require(scriptFile);
const send = createTransport()({ region: 'us-east-1', endpoint });

const run = createRun({
  source: scan({ send, table: 'bench' }),
  migrate: (record) => {
    script(toNative(record), null, done);
  },
});

run.start().then(({ failures: [failure] }) => (failure ? done(new Error(failure.message)) : finish(script)), done);
