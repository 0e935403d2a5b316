// A loop over the real @mapbox/dyno's scanStream().
const Dyno = require('@mapbox/dyno');
const { done, finish } = require('./run-script.cjs');

const [endpoint, scriptFile] = process.argv.slice(2);
const script = require(scriptFile);
const dyno = Dyno({ table: 'bench', region: 'us-east-1', endpoint });

dyno
  .scanStream()
  .on('data', (record) => script(record, null, done))
  .on('error', done)
  .on('end', () => finish(script));
