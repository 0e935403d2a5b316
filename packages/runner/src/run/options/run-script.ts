import type { Readable } from 'node:stream';
import type { Script } from '@dynamodb-migrate/legacy-adapter';
import type { Log } from '../../log';
import type { Host } from '../host';
import type { Progress } from '../progress';
import type { BudgetOptions } from './budget';
import type { ConnectionOptions } from './connection';
import { callable, type Kinds, object, oneOf, text, whole, yesOrNo } from './kinds';
import type { LiveOptions } from './live';
import type { PreviewOptions } from './preview';
import type { RedactionOptions } from './redaction';
import type { ScanOptions } from './scan';
import type { StateOptions } from './state';

/**
 * What a run does with its script's writes. `dry`: the script is handed no client. `preview`: it is handed one that writes
 * to a copy. `live`: it writes.
 */
export type Mode = 'dry' | 'preview' | 'live';

/** What script is run, over which records, and what becomes of its writes. */
export interface RunScriptOptions
  extends OwnOptions,
    ConnectionOptions,
    ScanOptions,
    BudgetOptions,
    LiveOptions,
    PreviewOptions,
    RedactionOptions,
    StateOptions {}

interface OwnOptions {
  /** `region/table`, `local/table` for http://localhost:4567, or a table's ARN. */
  database: string;
  /** Path of a script, relative to `cwd`, or the function itself. */
  script: string | Script;
  /** @default 'dry' */
  mode?: Mode;
  /** Records in flight. @default 1 */
  concurrency?: number;
  /**
   * In place of a scan: a stream of JSON lines, plain or gzipped, or any iterable of records, which the script is handed as
   * they are.
   */
  records?: Readable | AsyncIterable<unknown> | Iterable<unknown>;
  /** Whether `records` are in DynamoDB's wire form. @default 'wire' for lines, else 'plain' */
  form?: 'wire' | 'plain';
  /** How messages name where `records` come from. @default 'the records' */
  input?: string;
  /**
   * Leave out puts of whole records that are what the scan brought, which would take a write unit each and change nothing.
   * Has no effect on records that are given. @default false
   */
  skipUnchanged?: boolean;
  /** Records that may fail before the run stops. @default 0 */
  maxErrors?: number;
  /** File to which the records that failed are added, as lines in wire form. */
  errors?: string;
  /** Milliseconds after which the run is stopped. */
  stopAfter?: number;
  /** The run is stopped once this file is there. */
  stopFile?: string;
  /** Stops the run: what is in flight ends, nothing new begins. A reason that is a text is told as `stoppedBy`. */
  signal?: AbortSignal;
  /** Told five times a second how far the run is, and once at its end. */
  onProgress?: (progress: Progress) => void;
  /** @default says nothing */
  log?: Log;
  /** The process, where it is the run's alone. @default one that goes on, of which nothing is touched */
  host?: Host;
}

/** What the options that are none of a group may be. */
export const runKinds: Kinds<OwnOptions> = {
  database: text,
  script: ['a path or a function', (value) => typeof value === 'string' || typeof value === 'function'],
  mode: oneOf('dry', 'preview', 'live'),
  concurrency: whole(1),
  records: [
    'a stream or something else to iterate over',
    (value) =>
      typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value),
  ],
  form: oneOf('wire', 'plain'),
  input: text,
  skipUnchanged: yesOrNo,
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
};
