import { unmetExpectations } from '../../src';

const counts = { records: 1000, added: 15, changed: 40, failed: 0 };

test.each([
  [{ changed: '<= 40' }, []],
  [{ changed: '< 40' }, ['changed is 40, expected < 40']],
  [{ changed: '> 40', added: '>= 15' }, ['changed is 40, expected > 40']],
  [{ changed: 40, failed: 0, removed: 0 }, []],
  [{ changed: '= 41', failed: '== 0' }, ['changed is 40, expected = 41']],
  [{ changed: '<= 4%', added: '< 1.5%' }, ['added is 15, expected < 1.5%']],
  [{ added: '10..20', changed: '50 .. 60' }, ['changed is 40, expected 50 .. 60']],
  [{}, []],
  [undefined, []],
])('%j', (expected, unmet) => {
  expect(unmetExpectations(expected, counts)).toEqual(unmet);
});

test.each([
  [{ chaged: 5 }, 'expect knows no count chaged: did you mean changed?'],
  [{ changed: 'few' }, 'expect.changed cannot be "few"'],
  [{ changed: '<= -5' }, 'expect.changed cannot be "<= -5"'],
  [{ changed: null }, 'expect.changed cannot be null'],
  [['changed'], 'expect must be an object, not ["changed"]'],
  [5, 'expect must be an object, not 5'],
])('%j is refused', (expected, message) => {
  expect(() => unmetExpectations(expected, counts)).toThrow(expect.objectContaining({ code: 'BAD_EXPECT', message }));
});
