import { envelopeOf, parseTolerance } from '../../src';

const planned = { records: 100, added: 0, changed: 50, removed: 5, unchanged: 40, failed: 0, writes: 95 };

test('counts may leave those of the plan by a share of each', () => {
  const { exceeded, missed } = envelopeOf(planned, 0.1);
  expect(exceeded(planned)).toEqual([]);
  expect(exceeded({ ...planned, changed: 55, writes: 104 })).toEqual([]);
  expect(exceeded({ ...planned, changed: 56 })).toEqual(['changed is 56, planned 50 ± 5']);
  expect(missed({ ...planned, changed: 45 })).toEqual([]);
  expect(missed({ ...planned, changed: 44 })).toEqual(['changed is 44, planned 50 ± 5']);
});

test('what is not planned at all is not tolerated', () => {
  const { exceeded } = envelopeOf(planned, 0.1);
  expect(exceeded({ ...planned, added: 1, removed: 6 })).toEqual(['added is 1, planned 0', 'removed is 6, planned 5']);
});

test('what a sample may be off comes on top', () => {
  const margins = { added: 20, changed: 10, removed: 2, writes: 10 };
  const { exceeded, missed } = envelopeOf(planned, 0.1, margins);
  expect(exceeded({ ...planned, added: 20, changed: 65, removed: 7 })).toEqual([]);
  expect(exceeded({ ...planned, added: 21 })).toEqual(['added is 21, planned 0 ± 20']);
  expect(missed({ ...planned, changed: 34 })).toEqual(['changed is 34, planned 50 ± 15']);
});

test('no tolerance', () => {
  const { exceeded, missed } = envelopeOf(planned, 0);
  expect(exceeded({ ...planned, writes: 96 })).toEqual(['writes is 96, planned 95']);
  expect(missed({ ...planned, writes: 94 })).toEqual(['writes is 94, planned 95']);
});

test('a tolerance is a percentage', () => {
  expect([parseTolerance('10%'), parseTolerance('0 %'), parseTolerance('2.5%')]).toEqual([0.1, 0, 0.025]);
  for (const text of ['10', '-1%', 'x%', '']) expect(() => parseTolerance(text)).toThrow(`not "${text}"`);
});
