// The real @mapbox/dyno: scanStream(), and the script puts each record through its putItem().
const Dyno = require('@mapbox/dyno');
const { done, forEach } = require('./run-script.cjs');

const [endpoint, scriptFile, concurrency] = process.argv.slice(2);
const dyno = Dyno({ table: 'bench', region: 'us-east-1', endpoint });

forEach(dyno.scanStream(), require(scriptFile), dyno, Number(concurrency)).catch(done);
