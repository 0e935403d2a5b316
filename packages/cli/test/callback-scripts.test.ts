import { useEngine } from './given';

const { given, seen } = useEngine();

const touch = `{ Key: { id: record.id }, UpdateExpression: 'SET seen = :s', ExpressionAttributeValues: { ':s': true } }`;

describe('callback scripts', () => {
  test('a dry run hands null to the script and its finish, and writes nothing', async () => {
    const { table, run } = await given(`
      let n = 0;
      module.exports = (record, dyno, callback) => { n++; if (dyno !== null) throw new Error('a client'); callback(); };
      module.exports.finish = function (dyno, callback) { console.log(n, dyno, this === module.exports); callback(); };`);
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '3 null true\n' });
    expect(stderr).toMatch(/^dry run: 3 records in \d+\.\d s, nothing written\n$/);
    expect(await seen(table)).toBe(0);
  });

  test('fire and forget: finish runs after every write', async () => {
    const { table, run } = await given(
      `
      let done = 0;
      module.exports = (record, dyno, callback) => { dyno.updateItem(${touch}, () => done++); callback(); };
      module.exports.finish = (dyno, callback) => { console.log(done); callback(); };`,
      { records: 40 },
    );
    const { code, stdout, stderr } = await run(['--live']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '40\n' });
    expect(stderr).toMatch(/^live: 40 records, 40 UpdateItem, in /);
    expect(await seen(table)).toBe(40);
  });

  test('a write that fails fails the run, even when the script looks away', async () => {
    const { run } = await given(`
      module.exports = (record, dyno, callback) => {
        dyno.updateItem({ Key: { wrong: record.id }, UpdateExpression: 'SET a = b' }, () => {});
        callback();
      };`);
    const { code, stderr } = await run(['--live']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/record id "r\d", UpdateItem on \S+: ValidationException: /);
    expect(stderr).toMatch(/live: failed after /);
  });

  test.each([
    ['a dyno callback', `dyno.updateItem({ Key: { wrong: 1 } }, (err) => { throw new Error('in callback'); });`],
    ['a later tick', `setTimeout(() => { throw new Error('in callback'); }, 5);`],
    ['a promise nobody handles', `Promise.reject(new Error('in callback')); setTimeout(callback, 20);`],
  ])('an error out of %s is a failed run that names the record', async (_, code) => {
    const { start } = await given(`module.exports = (record, dyno, callback) => {\n${code}\n};`);
    const result = await start(['--live']);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/record id "r\d": in callback \(at script-\d+\.js:2\)/);
    expect(result.stderr).toMatch(/live: failed after [01] records?, in /);
    expect(result.stderr).not.toMatch(/ {4}at /);
  });

  test('callback(err) stops the run and names the record', async () => {
    const { start } = await given(
      `
      let calls = 0;
      module.exports = (record, dyno, callback) => { calls++; callback(record.id === 'r7' ? new Error('no good') : null); };
      process.on('exit', () => console.log(calls));`,
      { records: 300 },
    );
    const { code, stdout, stderr } = await start();
    expect(code).toBe(1);
    expect(Number(stdout)).toBeLessThanOrEqual(300);
    expect(stderr).toMatch(/^record id "r7": no good \(at /);
    expect(stderr).toMatch(/dry run: failed after \d+ records/);
  });

  test('a record that is never called back is named, and fails the run', async () => {
    const { run } = await given(
      `module.exports = (record, dyno, callback) => { if (record.id !== 'r2') setTimeout(callback, 1); };`,
    );
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/never called back for id "r2"/);
  });

  test('a second call of the callback is reported, and counts once', async () => {
    const { run } = await given(`module.exports = (record, dyno, callback) => { callback(); callback(); };`);
    const { code, stderr } = await run();
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: the script called back more than once for id "r\d"; id "r\d"; id "r\d"/);
    expect(stderr).toMatch(/dry run: 3 records/);
  });

  test('finish that fails fails the run', async () => {
    const { run } = await given(`
      module.exports = (record, dyno, callback) => callback();
      module.exports.finish = (dyno, callback) => callback(new Error('at the end'));`);
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^finish: at the end/);
  });

  test('a finish that takes nothing and returns nothing is done when it returns', async () => {
    const { run } = await given(`
      module.exports = (record, dyno, callback) => callback();
      module.exports.finish = () => console.log('finish');`);
    const { code, stdout, stderr } = await run();
    expect(stderr).toMatch(/^dry run: 3 records/);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'finish\n' });
  });

  test('finish that never calls back is told, and no failure', async () => {
    const { run } = await given(`
      module.exports = (record, dyno, callback) => callback();
      module.exports.finish = (dyno, callback) => {};`);
    const { code, stderr } = await run();
    expect(stderr).toMatch(/^warning: finish never called back\ndry run: 3 records/);
    expect(code).toBe(0);
  });

  test('a script may end the process', async () => {
    const { start } = await given(`module.exports = () => process.exit(3);`);
    expect(await start()).toMatchObject({ code: 3, stderr: 'the process ended after 0 records, before the run did\n' });
  });

  test('a number that may have been rounded is told once, and counted', async () => {
    const { run } = await given(`
      module.exports = (record, dyno, callback) => dyno.putItem({ Item: { ...record, big: 12345678901234567890 } }, callback);`);
    const { code, stderr } = await run(['--live']);
    expect(stderr).toMatch(
      /^warning: "big" is written [^\n]*\nwarning: numbers written that may have been rounded: "big" 3\nlive: 3/,
    );
    expect(code).toBe(0);
  });

  test('a finish that module.exports then overwrites is lost, as ever', async () => {
    const { run } = await given(`
      module.exports.finish = () => console.log('never');
      module.exports = (record, dyno, callback) => callback();`);
    expect(await run()).toMatchObject({ code: 0, stdout: '' });
  });

  test('process.exitCode is the script’s', async () => {
    const { start } = await given(
      `module.exports = (record, dyno, callback) => { process.exitCode = 7; callback(); };`,
    );
    expect(await start()).toMatchObject({ code: 7 });
  });

  test('an error behind finish fails the run', async () => {
    const { start } = await given(`
      module.exports = (record, dyno, callback) => callback();
      module.exports.finish = (dyno, callback) => { callback(); setTimeout(() => { throw new Error('late'); }, 30); };`);
    const { code, stderr } = await start();
    expect(code).toBe(1);
    expect(stderr).toMatch(/error: late \(at .*\n.*failed after 3 records/);
  });

  test('writes of a client that the script makes are held back in a dry run', async () => {
    const { run } = await given(`
      const Dyno = require('dyno');
      const other = Dyno({ table: 'other', region: 'us-east-1' });
      module.exports = (record, dyno, callback) => { other.putItem({ Item: record }, callback); };`);
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/PutItem to other was held back: this is a dry run/);
    expect(stderr).toMatch(/add --live/);
  });

  test('declined conditions are counted and no failure', async () => {
    const { run } = await given(`
      module.exports = (record, dyno, callback) => {
        dyno.putItem({ Item: record, ConditionExpression: 'attribute_not_exists(id)' }, () => callback());
      };`);
    const { code, stderr } = await run(['--live']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/live: 3 records, 3 declined conditions, in /);
  });

  test('unknown flags are the script’s', async () => {
    const { start } = await given(`
      module.exports = (record, dyno, callback) => callback();
      module.exports.finish = (dyno, callback) => { console.log(process.argv.includes('--batch-size')); callback(); };`);
    const { code, stdout, stderr } = await start(['--batch-size', '10']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'true\n' });
    expect(stderr).toMatch(/^warning: left to the script, as no flag of scan: --batch-size 10\n/);
  });

  test('--rate prints the old line on stderr', async () => {
    const { run } = await given('module.exports = (record, dyno, callback) => callback();');
    const { stderr } = await run(['--rate']);
    expect(stderr).toMatch(/Scanner scans: 1, read depth: 0, in flight: 0, records: 3, rate: /);
  });
});
