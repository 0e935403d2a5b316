import { useEngine } from '../given';

const { given } = useEngine();

// What lives for a while makes a young generation grow.
const code = `
const v8 = require('node:v8');
let kept;
module.exports = (record, dyno, callback) => {
  kept = Array.from({ length: 200000 }, (_, n) => ({ n }));
  callback();
};
module.exports.finish = (dyno, callback) => {
  const { space_size: size } = v8.getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  console.log(size);
  callback();
};`;

test('a dry run of one record at a time keeps its young generation small, other runs have room', async () => {
  const { start } = await given(code, { records: 20 });
  const [dry, busy] = [await start(), await start(['--concurrency', '2'])];
  expect([dry.code, busy.code]).toEqual([0, 0]);
  expect(Number(dry.stdout)).toBeLessThan(Number(busy.stdout) / 2);
});
