import parser from 'yargs-parser';
import { flag, list, text } from '../../src/arguments/kinds';
import { readFlags } from '../../src/arguments/read-flags';

const flags = {
  live: flag({ describe: '' }),
  state: text({ describe: '' }),
  redact: list({ describe: '' }),
};

/** yargs-parser with what it has for flags that nobody knows, and nothing of ours before it. */
function alone(args: string[]) {
  return parser(args, {
    boolean: ['live'],
    string: ['state', 'redact'],
    array: ['redact'],
    configuration: {
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'short-option-groups': false,
      'unknown-options-as-args': true,
    },
  });
}

// Where one of these does what is ours by itself, `spell` has a line too many.
test.each<[string, string[], object, object, string[]?]>([
  ['makes live what is not', ['--live', '0'], { _: ['0'], live: true }, { live: false }],
  ['makes live what is not', ['--live', 'off'], { _: ['off'], live: true }, { live: false }],
  ['knows one word for yes', ['--live=yes'], { _: [], live: false }, { live: true }],
  ['makes a switch of a slip', ['-live'], { _: [], live: true }, {}, ['-live']],
  ['makes flags up', ['--live-', 's.js'], { _: [], 'live-': 's.js' }, {}, ['--live- s.js']],
  ['makes flags up', ['--live.x', 's.js'], { _: [], 'live.x': 's.js' }, {}, ['--live.x s.js']],
  ['makes no of a text', ['--no-state'], { _: [], state: false }, {}, ['--no-state']],
  [
    'lets a list take flags',
    ['--redact', 'a', '--foo', 'b'],
    { _: [], redact: ['a', '--foo', 'b'] },
    { redact: ['a'] },
    ['--foo b'],
  ],
  [
    'lets a list that is said with = take words',
    ['--redact=a', 's.js'],
    { _: [], redact: ['a', 's.js'] },
    { redact: ['a'] },
    ['s.js'],
  ],
  ['takes quotes away', ['--redact="5"'], { _: [], redact: ['5'] }, { redact: ['"5"'] }],
  ['takes quotes away', ['--state="a" = "b"'], { _: [], state: 'a" = "b' }, { state: '"a" = "b"' }],
  ['leaves a dash alone', ['--state', '-'], { _: ['-'], state: '' }, { state: '-' }],
])('yargs-parser by itself %s: %j', (_, args, theirs, given, rest = []) => {
  expect(alone(args)).toEqual(theirs);
  const read = readFlags(args, flags);
  expect(read.given).toEqual(given);
  expect(read.rest.map((token) => [token.text, ...('word' in token ? [token.word] : [])].join(' '))).toEqual(rest);
});

test('yargs-parser by itself takes any word for no: --live=maybe', () => {
  expect(alone(['--live=maybe'])).toEqual({ _: [], live: false });
  expect(() => readFlags(['--live=maybe'], flags)).toThrow('--live is a switch and cannot be "maybe"');
});

test.each([
  [['--state', 'a', '--state', 'b'], { state: 'b' }],
  [['--live', '--no-live'], { live: false }],
  [['--no-live', '--live'], { live: true }],
  [['--redact', 'a', 'b', '--live', '--redact=c'], { redact: ['a', 'b', 'c'], live: true }],
  [['--redact', '-1', '-2'], { redact: ['-1', '-2'] }],
  [['--state', '-5'], { state: '-5' }],
  [['--state=--live'], { state: '--live' }],
  [['--state=a=b\nc'], { state: 'a=b\nc' }],
  [['--state', "'x'"], { state: "'x'" }],
  [['--', '--live'], {}],
])('%j', (args, given) => {
  expect(readFlags(args, flags)).toEqual({ given, rest: [] });
});

test.each([
  [['--state']],
  [['--state=']],
  [['--state', '']],
  [['--state', '--live']],
  [['--state', '--foo']],
  [['--state', '--', 'x']],
  [['--state', '--state', 'x']],
])('%j needs a value', (args) => {
  expect(() => readFlags(args, flags)).toThrow('--state needs a value');
});

test.each([[['--redact']], [['--redact=']], [['--redact', '--foo']], [['--redact', 'a', '--redact']]])(
  '%j needs a value',
  (args) => {
    expect(() => readFlags(args, flags)).toThrow('--redact needs a value');
  },
);

test('what is left keeps its order, and the word behind an unknown flag', () => {
  const args = [
    'a',
    '--live',
    '--foo',
    'b',
    'c',
    '--bar=d',
    'e',
    '--baz',
    '--state',
    's',
    'f',
    '-c',
    '5',
    '--constructor',
  ];
  expect(readFlags(args, flags)).toEqual({
    given: { live: true, state: 's' },
    rest: [
      { kind: 'word', text: 'a' },
      { kind: 'foreign', name: 'foo', text: '--foo', word: 'b' },
      { kind: 'word', text: 'c' },
      { kind: 'foreign', name: 'bar', text: '--bar=d' },
      { kind: 'word', text: 'e' },
      { kind: 'foreign', name: 'baz', text: '--baz' },
      { kind: 'word', text: 'f' },
      { kind: 'foreign', name: '-c', text: '-c' },
      { kind: 'word', text: '5' },
      { kind: 'foreign', name: 'constructor', text: '--constructor' },
    ],
  });
});
