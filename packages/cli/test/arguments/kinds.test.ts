import { address, flag, json, list, oneOf, share, text, time, wholeNumber } from '../../src/arguments/kinds';
import { type OptionsOf, readOptions } from '../../src/arguments/options';

const describe = '';
const flags = {
  live: flag({ describe, default: false }),
  pause: flag({ describe }),
  'max-rcu': wholeNumber({ describe, least: 1, most: 100 }),
  segments: wholeNumber({ describe, least: 1, or: 'auto', default: '1' }),
  'stop-after': time({ describe }),
  capacity: share({ describe }),
  transport: oneOf(['thin', 'sdk'], { describe }),
  values: json<{ [name: string]: object }>({ describe }),
  endpoint: address({ describe }),
  account: text({ describe, like: /^\d{3}$/, called: 'a number of 3 digits' }),
  redact: list({ describe, each: (given) => given.split(',') }),
  only: list({ describe, default: [] }),
};

type Options = OptionsOf<typeof flags>;

test('the types of options follow from their flags', () => {
  const least: Options = { live: false, segments: 'auto', only: [] };
  const most: Required<Options> = {
    ...{ ...least, pause: true, maxRcu: 5, stopAfter: 5, capacity: 0.5, transport: 'sdk', values: {} },
    ...{ endpoint: 'http://localhost', account: '123', redact: ['a'] },
  };
  // @ts-expect-error: it has a default, so it is always there
  const without: Options = { live: false, only: [] };
  // @ts-expect-error: one of two words
  const other: Options = { ...least, transport: 'fast' };
  // @ts-expect-error: a number
  const word: Options = { ...least, maxRcu: 'auto' };
  expect([most, without, other, word]).toHaveLength(4);
});

test('nothing given: what has a default', () => {
  expect(readOptions({}, flags)).toEqual({ live: false, segments: 1, only: [] });
});

test('all of them', () => {
  const given = {
    ...{ live: true, pause: false, 'max-rcu': '5', segments: 'auto', 'stop-after': '1.5m', capacity: '12.5%' },
    ...{ transport: 'sdk', values: '{":n":{"N":"1"}}', endpoint: 'https://h', account: '123' },
    ...{ redact: ['a,b', 'c'], only: ['x'] },
  };
  expect(readOptions(given, flags)).toEqual({
    ...{ live: true, pause: false, maxRcu: 5, segments: 'auto', stopAfter: 90_000, capacity: 0.125 },
    ...{ transport: 'sdk', values: { ':n': { N: '1' } }, endpoint: 'https://h', account: '123' },
    ...{ redact: ['a', 'b', 'c'], only: ['x'] },
  });
});

test.each([
  ['max-rcu', '0', '--max-rcu must be a positive whole number, not "0"'],
  ['max-rcu', '101', '--max-rcu must be 100 at most, not 101'],
  ['max-rcu', '1e1', '--max-rcu must be a positive whole number, not "1e1"'],
  ['segments', 'all', '--segments must be a positive whole number, not "all"'],
  ['stop-after', '5', '--stop-after must be a time such as 30m, 12h or 90d, not "5"'],
  ['capacity', '0%', '--capacity must be a percentage such as 50%, not "0%"'],
  ['transport', 'fast', '--transport must be thin or sdk, not "fast"'],
  ['endpoint', 'localhost:8000', '--endpoint must be an address such as http://localhost:4567, not "localhost:8000"'],
  ['account', '12', '--account must be a number of 3 digits, not "12"'],
])('--%s %s is refused', (name, given, message) => {
  expect(() => readOptions({ [name]: given }, flags)).toThrow(message);
});

test('JSON that is none is refused with what is wrong with it', () => {
  expect(() => readOptions({ values: '{' }, flags)).toThrow(/^--values must be JSON: /);
});
