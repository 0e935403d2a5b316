import { execFile } from 'node:child_process';
import { join } from 'node:path';

const dist = join(__dirname, '../../dist');

/** Runs a script with `dyno` over a door that answers `{}`; what it throws out of callbacks is printed by a handler. */
function run(script: string): Promise<string> {
  const prelude = `
    const { createDyno } = require(${JSON.stringify(dist)});
    const { AsyncLocalStorage } = require('node:async_hooks');
    const scope = new AsyncLocalStorage();
    process.on('uncaughtException', (error, origin) => console.log(origin, error.message, scope.getStore()));
    const send = async () => ({ Items: [], Count: 0, ScannedCount: 0, Table: { TableStatus: 'ACTIVE' } });
    const dyno = createDyno(() => send)({ table: 'things', region: 'us-east-1' });
    let calls = 0;
    const fail = () => { calls++; throw new Error('mine'); };
    process.on('exit', () => console.log('calls', calls));
  `;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['-e', prelude + script], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

test.each([
  ['a callback', 'dyno.getItem({ Key: { id: "a" } }, fail)'],
  ['a success listener', 'dyno.getItem({ Key: { id: "a" } }).on("success", fail).send()'],
  ['a callback of Pages', 'dyno.scan({ Pages: 2 }, fail)'],
  ['a callback of sendAll', 'dyno.batchWriteItemRequests({ RequestItems: { t: [] } }).sendAll(fail)'],
  ['a callback of createTable', 'dyno.createTable({}, fail)'],
])('what %s throws is an uncaught exception in the context of the call, once', async (_where, call) => {
  const output = await run(`scope.run('record 1', () => { ${call}; });`);
  expect(output).toBe('uncaughtException mine record 1\ncalls 1\n');
});
