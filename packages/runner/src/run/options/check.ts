import { MigrateError, nearMiss, plainAddress } from '@dynamodb-migrate/core';
import { budgetKinds } from './budget';
import { connectionKinds } from './connection';
import type { Kind } from './kinds';
import { liveKinds } from './live';
import { previewKinds } from './preview';
import { redactionKinds } from './redaction';
import { runKinds } from './run-script';
import { scanKinds } from './scan';
import { stateKinds } from './state';

const kinds: { readonly [option: string]: Kind } = {
  ...runKinds,
  ...connectionKinds,
  ...scanKinds,
  ...budgetKinds,
  ...liveKinds,
  ...previewKinds,
  ...redactionKinds,
  ...stateKinds,
};

/** Refuses options that cannot be meant: `BAD_OPTIONS`. */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw bad('options must be an object');
  const given = options as { [option: string]: unknown };
  for (const [name, value] of Object.entries(given)) {
    const kind = kinds[name];
    if (!kind) throw unknown(name);
    if (value !== undefined && !kind[1](value)) throw bad(`${name} must be ${kind[0]}${instead(shown(name, value))}`);
  }
  for (const name of ['database', 'script']) {
    if (given[name] === undefined) throw bad(`${name} is missing; it must be ${kinds[name]![0]}`);
  }
  const { mode = 'dry', records: some, startKey, segments = 1 } = given;
  const scanOnly = [...Object.keys(scanKinds).filter((name) => name !== 'limit'), 'resume'];
  const liveOnly = ['guard', 'backup', 'resume', 'forceResume'];
  const refuse = (names: string[], why: string) => {
    const stray = names.find((name) => given[name] !== undefined && given[name] !== false);
    if (stray !== undefined) throw bad(`${stray} ${why}`);
  };
  if (some !== undefined) refuse([...scanOnly, 'guard', 'sampleSeed'], 'goes with a scan, not with records');
  if (given.guard) {
    const part = ['index', 'projection'].find((name) => given[name] !== undefined);
    if (part) throw bad(`guard does not go with ${part}: the script is not shown whole records`);
  }
  if (mode !== 'preview') refuse(Object.keys(previewKinds), "goes with mode 'preview'");
  if (mode !== 'live') refuse(liveOnly, "goes with mode 'live'");
  if (startKey !== undefined && segments !== 1) throw bad('startKey goes with one segment only');
  if (startKey !== undefined && given.sample !== undefined) throw bad('startKey does not go with sample');
  if (given.sampleSeed !== undefined && given.sample === undefined) throw bad('sampleSeed goes with sample');
  if (some !== undefined && mode !== 'preview') refuse(['limit'], "goes with a scan, or with mode 'preview'");
}

function unknown(name: string): MigrateError {
  const meant = nearMiss(name, Object.keys(kinds));
  return bad(`there is no option ${name}${meant === undefined ? '' : `: did you mean ${meant}?`}`);
}

function shown(name: string, value: unknown): unknown {
  return name === 'endpoint' && typeof value === 'string' ? plainAddress(value) : value;
}

function instead(value: unknown): string {
  const isShown = ['string', 'number', 'boolean'].includes(typeof value) || value === null;
  return `, not ${isShown ? JSON.stringify(value) : `a value of type ${typeof value}`}`;
}

function bad(message: string): MigrateError {
  return new MigrateError('BAD_OPTIONS', message, { hint: 'See docs/programmatic-use.md.' });
}
