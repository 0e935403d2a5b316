import { MigrateError, nearMiss, plainAddress } from '@dynamodb-migrate/core';

const known = [
  ...['method', 'database', 'migrate', 'live', 'plainJSON', 'concurrency', 'endpoint', 'state', 'journal'],
  ...['rateLogging', 'stream'],
];

/** Refuses what the function cannot run with: `BAD_OPTIONS`. */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw bad('options must be an object');
  const { method, database, migrate, concurrency, endpoint } = options as { [option: string]: unknown };
  if (method !== 'scan' && method !== 'stream' && !isStream(method)) {
    throw bad(`method must be scan, stream or a readable stream${given(method)}`);
  }
  for (const name of Object.keys(options)) {
    const meant = known.includes(name) ? undefined : nearMiss(name, known);
    if (meant !== undefined) throw bad(`there is no option ${name}: did you mean ${meant}?`);
  }
  for (const name of ['live', 'plainJSON', 'journal'] as const) {
    const value = (options as { [option: string]: unknown })[name];
    if (typeof value === 'string') throw bad(`${name} must be true or false${given(value)}`);
  }
  if (typeof database !== 'string') throw bad(`database must be a text such as eu-west-1/my-table${given(database)}`);
  if (typeof migrate !== 'function') throw bad(`migrate must be a function${given(migrate)}`);
  if (
    concurrency !== undefined &&
    concurrency !== null &&
    !(Number.isSafeInteger(concurrency) && Number(concurrency) >= 0)
  ) {
    throw bad(`concurrency must be a whole number of at least 0${given(concurrency)}`);
  }
  if (endpoint && !(typeof endpoint === 'string' && /^https?:/.test(endpoint) && URL.canParse(endpoint))) {
    throw bad(
      `endpoint must be an address such as http://localhost:4567${given(typeof endpoint === 'string' ? plainAddress(endpoint) : endpoint)}`,
    );
  }
}

function isStream(value: unknown): boolean {
  return typeof (value as AsyncIterable<unknown> | null | undefined)?.[Symbol.asyncIterator] === 'function';
}

function given(value: unknown): string {
  if (value === undefined) return '';
  const shown = ['string', 'number', 'boolean'].includes(typeof value)
    ? JSON.stringify(value)
    : `a value of type ${typeof value}`;
  return `, not ${shown}`;
}

function bad(message: string): MigrateError {
  return new MigrateError('BAD_OPTIONS', message, { hint: 'See docs/programmatic-use.md.' });
}
