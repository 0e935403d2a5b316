import { MigrateError, nearMiss } from '@dynamodb-migrate/core';

/** What an option may be: how that is said, and whether a value is it. */
type Kind = readonly [words: string, fits: (value: any) => boolean];

const text: Kind = ['a text', (value) => typeof value === 'string'];
const yesOrNo: Kind = ['true or false', (value) => typeof value === 'boolean'];
const object: Kind = ['an object', (value) => typeof value === 'object' && value !== null];
const callable: Kind = ['a function', (value) => typeof value === 'function'];
const whole = (least: number): Kind => [
  `a whole number of at least ${least}`,
  (value) => Number.isSafeInteger(value) && value >= least,
];
const oneOf = (...words: string[]): Kind => [
  words.map((word) => `'${word}'`).join(' or '),
  (value) => words.includes(value),
];
const share: Kind = [
  'a number above 0, and 1 at most',
  (value) => typeof value === 'number' && value > 0 && value <= 1,
];
const address: Kind = [
  'an address such as http://localhost:4567',
  (value) => typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value),
];
const records: Kind = [
  'a stream or something else to iterate over',
  (value) => typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value),
];

const kinds: { readonly [option: string]: Kind } = {
  database: text,
  script: ['a path or a function', (value) => typeof value === 'string' || typeof value === 'function'],
  mode: oneOf('dry', 'preview', 'live'),
  concurrency: whole(1),
  records,
  form: oneOf('wire', 'plain'),
  input: text,
  maxErrors: whole(0),
  errors: text,
  stopAfter: ['a number of milliseconds', (value) => Number.isFinite(value) && value >= 0],
  stopFile: text,
  signal: ['an AbortSignal', (value) => value instanceof AbortSignal],
  onProgress: callable,
  log: [
    'an object with info and warn',
    (value) => typeof value?.info === 'function' && typeof value.warn === 'function',
  ],
  host: object,
  endpoint: address,
  profile: text,
  client: ['a DynamoDBClient', (value) => typeof value?.send === 'function'],
  transport: oneOf('thin', 'sdk'),
  segments: ["a whole number of at least 1, or 'auto'", (value) => value === 'auto' || whole(1)[1](value)],
  limit: whole(1),
  startKey: object,
  filter: text,
  values: object,
  names: object,
  index: text,
  consistent: yesOrNo,
  projection: text,
  maxRcu: whole(1),
  maxWcu: whole(1),
  capacity: share,
  journal: yesOrNo,
  batch: yesOrNo,
  backup: yesOrNo,
  resume: text,
  forceResume: yesOrNo,
  sample: share,
  redact: [
    'a list of attribute paths',
    (value) => Array.isArray(value) && value.every((path) => typeof path === 'string'),
  ],
  hideValues: yesOrNo,
  allowUnguarded: yesOrNo,
  cwd: text,
  state: text,
  stateSync: oneOf('strict'),
};

/** Refuses options that cannot be meant: `BAD_OPTIONS`. */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw bad('options must be an object');
  const given = options as { [option: string]: unknown };
  for (const [name, value] of Object.entries(given)) {
    const kind = kinds[name];
    if (!kind) throw unknown(name);
    if (value !== undefined && !kind[1](value)) throw bad(`${name} must be ${kind[0]}${instead(value)}`);
  }
  for (const name of ['database', 'script']) {
    if (given[name] === undefined) throw bad(`${name} is missing; it must be ${kinds[name]![0]}`);
  }
  const { mode = 'dry', records: some, startKey, segments = 1 } = given;
  const scanOnly = ['segments', 'startKey', 'filter', 'values', 'names', 'index', 'consistent', 'projection', 'resume'];
  const previewOnly = ['sample', 'redact', 'hideValues', 'allowUnguarded'];
  const liveOnly = ['backup', 'resume', 'forceResume'];
  const refuse = (names: string[], why: string) => {
    const stray = names.find((name) => given[name] !== undefined && given[name] !== false);
    if (stray !== undefined) throw bad(`${stray} ${why}`);
  };
  if (some !== undefined) refuse(scanOnly, 'goes with a scan, not with records');
  if (mode !== 'preview') refuse(previewOnly, "goes with mode 'preview'");
  if (mode !== 'live') refuse(liveOnly, "goes with mode 'live'");
  if (startKey !== undefined && segments !== 1) throw bad('startKey goes with one segment only');
  if (some !== undefined && mode !== 'preview') refuse(['limit'], "goes with a scan, or with mode 'preview'");
}

function unknown(name: string): MigrateError {
  const meant = nearMiss(name, Object.keys(kinds));
  return bad(`there is no option ${name}${meant === undefined ? '' : `: did you mean ${meant}?`}`);
}

function instead(value: unknown): string {
  const isShown = ['string', 'number', 'boolean'].includes(typeof value) || value === null;
  return `, not ${isShown ? JSON.stringify(value) : `a value of type ${typeof value}`}`;
}

function bad(message: string): MigrateError {
  return new MigrateError('BAD_OPTIONS', message, { hint: 'See docs/programmatic-use.md.' });
}
