import type { Readable } from 'node:stream';
import type { fromClient, Item } from '@dynamodb-migrate/core';
import type { Script } from '@dynamodb-migrate/legacy-adapter';
import type { Log } from '../log';
import type { Host } from './host';
import type { Progress } from './progress';

/**
 * What a run does with its script's writes. `dry`: the script is handed no client. `preview`: it is handed one that writes
 * to a copy. `live`: it writes.
 */
export type Mode = 'dry' | 'preview' | 'live';

/** What script is run, over which records, and what becomes of its writes. */
export interface RunScriptOptions
  extends ConnectionOptions,
    ScanOptions,
    BudgetOptions,
    LiveOptions,
    PreviewOptions,
    StateOptions {
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

/** Where the table is, and as whom it is reached. */
export interface ConnectionOptions {
  /** An address such as `http://localhost:8000`, in place of the region's own. */
  endpoint?: string;
  /** Profile of the shared AWS configuration. */
  profile?: string;
  /** A client of the caller's own, through which everything goes; its credentials and retries count. */
  client?: Parameters<typeof fromClient>[0];
  /** `sdk`: everything through the AWS SDK's client. @default 'thin' */
  transport?: 'thin' | 'sdk';
}

/** Which records of the table. */
export interface ScanOptions {
  /** Parts that are read at the same time, or `auto`: by the table's size. @default 1 */
  segments?: number | 'auto';
  /** Records at most. */
  limit?: number;
  /** The key, in wire form, behind which to begin. */
  startKey?: Item;
  /** FilterExpression. */
  filter?: string;
  /** ExpressionAttributeValues, in wire form. */
  values?: Item;
  /** ExpressionAttributeNames. */
  names?: { [name: string]: string };
  /** Scan an index instead of the table. */
  index?: string;
  /** @default false */
  consistent?: boolean;
  /** ProjectionExpression; the key comes along. */
  projection?: string;
}

/** How much the run may take of the table. */
export interface BudgetOptions {
  /** Read units a second at most. */
  maxRcu?: number;
  /** Write units a second at most. */
  maxWcu?: number;
  /** Share of the table's throughput, from 0 to 1. */
  capacity?: number;
}

/** What only a live run can. */
export interface LiveOptions {
  /** Keep what is needed to take the run back. @default true */
  journal?: boolean;
  /** Let plain puts and deletes travel in batches. @default where there is no journal and more than one record is in flight */
  batch?: boolean;
  /** Let DynamoDB make a backup of the table first. @default false */
  backup?: boolean;
  /** The run to go on with: its id, the beginning of it, or `last`. */
  resume?: string;
  /** Go on although the script has changed. @default false */
  forceResume?: boolean;
}

/** How a preview is made, and what is kept of it. */
export interface PreviewOptions {
  /** Share of the records, from 0 to 1. @default 1 */
  sample?: number;
  /** Paths of attributes whose values are masked. */
  redact?: string[];
  /** Mask every value. @default false */
  hideValues?: boolean;
  /** Also run a script that loads the AWS SDK itself, whose writes cannot be held back. @default false */
  allowUnguarded?: boolean;
}

/** Where runs are kept. */
export interface StateOptions {
  /** Folder that relative paths start from: of the script, of files, of `state`. @default the working directory */
  cwd?: string;
  /** A folder, or `s3://bucket/prefix`. @default '.dynamodb-migrate' */
  state?: string;
  /** `strict`: no write goes out before the journal of it is in S3. Says nothing of a folder. */
  stateSync?: 'strict';
}
