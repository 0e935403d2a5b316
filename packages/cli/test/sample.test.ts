import path from 'node:path';
import { createTable, describeEngines, runMain, seed, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

const dir = tempDir();
const records = 4000;
let made = 0;

// Changes a third of the records, removes one in ten, and writes one more item for each.
const third = `
module.exports = async (record, dyno) => {
  if (record.n % 3 === 0) await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'SET kind = :k', ExpressionAttributeValues: { ':k': 'a' } });
  if (record.n % 10 === 1) await dyno.deleteItemAsync({ Key: { id: record.id } });
  if (record.n % 10 === 2) await dyno.putItemAsync({ Item: { id: 'copy-' + record.id, kind: 'b' } });
};
module.exports.finish = (dyno, callback) => dyno.putItem({ Item: { id: 'summary' } }, callback);`;

describeEngines('preview --sample', (engine) => {
  let table: string;
  beforeAll(async () => {
    table = await createTable(engine, { indexes: { byKind: ['kind', 'S'] } });
    await seed(
      engine,
      table,
      Array.from({ length: records }, (_, i) => ({ id: { S: `r${i}` }, n: { N: String(i) } })),
    );
  });

  async function sampled(...args: string[]) {
    const script = writeFiles(dir, { 'third.js': third })['third.js']!;
    const place = ['--endpoint', engine.endpoint, '--state', path.join(dir, `state-${++made}`)];
    const { stdout, stderr, code } = await runMain([
      ...['scan', `us-east-1/${table}`, script, '--preview', '--json', '--concurrency', '10', ...place, ...args],
    ]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return { document: JSON.parse(stdout), stderr };
  }

  test('reads a part of the table, and says how far the counts of the whole may be off', async () => {
    const { document, stderr } = await sampled('--sample', '10%');
    const { sample, estimate, wholeTable } = document;
    expect(document.records).toBeGreaterThan(250);
    expect(document.records).toBeLessThan(600);
    expect(sample).toMatchObject({ share: 0.1, seed: 1, segments: 100, of: 1000, records: { seen: document.records } });
    const [counts] = sample.tables;
    const truth = { changed: 1201, removed: 400, added: 401, unchanged: 0 };
    for (const [kind, count] of Object.entries(truth)) {
      expect(Math.abs(counts[kind].total - count)).toBeLessThanOrEqual(counts[kind].margin);
    }
    expect(counts.changed.margin).toBeLessThan(600);
    // A unit for each write, and one where it reaches the index.
    expect(Math.abs(sample.writeUnits.total - 4002)).toBeLessThanOrEqual(sample.writeUnits.margin);
    expect(document.tables[0].indexes.byKind).toBeGreaterThan(100);
    expect(wholeTable.writeUnits).toBe(sample.writeUnits.total);
    expect(wholeTable.seconds).toBeGreaterThan(estimate.seconds);
    expect(wholeTable.cost.onDemand).toBeGreaterThan(estimate.cost.onDemand);
    expect(stderr).toMatch(/the whole table, by a sample of 10 % \(100 of 1,000 segments, seed 1; in proportion to /);
    expect(stderr).toMatch(/ ± \d+ added · [\d,]+ ± \d+ changed · \d+ ± \d+ removed · 0 to \d+ unchanged\n/);
    expect(stderr).toMatch(
      /on the whole table, [\d,]+ records, it would be about [\d,]+ ± [\d,]+ write units and take about/,
    );
  });

  test('is the same with the same seed, and another one with another', async () => {
    const [first, again, other] = [
      await sampled('--sample', '5%'),
      await sampled('--sample', '5%', '--sample-seed', '1'),
      await sampled('--sample', '5%', '--sample-seed', '2'),
    ].map(({ document }) => [document.records, document.sample.tables]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('finds next to nothing in a table that is too small for its share, and says so', async () => {
    const { document } = await sampled('--sample', '1%', '--filter', 'n < :few', '--values', '{":few":{"N":"9"}}');
    expect(document.sample.basis).toBe('segments');
    expect(document.sample.records.total + document.sample.records.margin).toBeGreaterThanOrEqual(9);
  });
});

test.each([
  [['--sample-seed', '3'], /^error: --sample-seed goes with --sample\n/],
  [['--sample', '5%', '--start-key', '{"id":{"S":"a"}}'], /startKey does not go with sample/],
])('%j', async (args, message) => {
  const script = writeFiles(dir, { 'third.js': third })['third.js']!;
  const { code, stderr } = await runMain(['scan', 'us-east-1/none', script, '--preview', ...args]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

describeEngines('an estimate', (engine) => {
  const slow = `module.exports = async (record, dyno) => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    await dyno.updateItemAsync({ Key: { id: record.id }, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': 1 } });
  };`;

  test('counts what the script itself waits for', async () => {
    const table = await createTable(engine);
    await seed(
      engine,
      table,
      Array.from({ length: 20 }, (_, i) => ({ id: { S: `r${i}` } })),
    );
    const script = writeFiles(dir, { 'slow.js': slow })['slow.js']!;
    const place = ['--endpoint', engine.endpoint, '--state', path.join(dir, `state-${++made}`)];
    const { stdout } = await runMain(['scan', `us-east-1/${table}`, script, '--preview', '--json', ...place]);
    const { estimate } = JSON.parse(stdout);
    expect(estimate.boundBy).toBe('the script itself');
    expect(estimate.seconds).toBeGreaterThanOrEqual(20 * 0.058);
  });
});
