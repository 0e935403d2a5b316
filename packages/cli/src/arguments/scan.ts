import type { Item } from '@dynamodb-migrate/core';
import type { CommandArguments, Flag, Values } from './command';
import { database, type RunOptions, readRunOptions, runFlags, script } from './shared';
import { usageError } from './usage-error';
import { json, optional, wholeNumber } from './values';

export interface ScanOptions extends RunOptions {
  /** Parts that are read at the same time, or `auto`: by the table's size. @default 1 */
  segments: number | 'auto';
  limit?: number;
  startKey?: Item;
  filter?: string;
  /** ExpressionAttributeValues, in wire form. */
  values?: Item;
  /** ExpressionAttributeNames. */
  names?: { [name: string]: string };
  index?: string;
  consistent: boolean;
  projection?: string;
  /** The run to go on with: its id, the beginning of it, or `last`. */
  resume?: string;
  /** Go on although the script has changed. */
  forceResume: boolean;
}

const scanFlags = {
  segments: { type: 'string', describe: 'Parts of the table read at the same time, or auto', default: '1' },
  limit: { type: 'string', describe: 'Records at most' },
  'start-key': { type: 'string', describe: 'Key (JSON in wire form) behind which to begin' },
  filter: { type: 'string', describe: 'FilterExpression, applied by DynamoDB' },
  values: { type: 'string', describe: 'ExpressionAttributeValues of the filter, as JSON in wire form' },
  names: { type: 'string', describe: 'ExpressionAttributeNames, as JSON' },
  index: { type: 'string', describe: 'Scan an index instead of the table' },
  consistent: { type: 'boolean', describe: 'Read consistently' },
  projection: { type: 'string', describe: 'ProjectionExpression: read only these attributes' },
  resume: { type: 'string', describe: 'Go on with a run that was stopped: its id, or last' },
  'force-resume': { type: 'boolean', describe: 'Go on although the script has changed since' },
} as const satisfies { [name: string]: Flag };

export const scanArguments: CommandArguments<ScanOptions> = {
  name: 'scan',
  describe: 'Run a script over every record of a table',
  words: [database, script],
  flags: { ...runFlags, ...scanFlags },
  read: (values) => ({ ...readRunOptions(values), ...readScanOptions(values) }),
  load: () => (require('../commands/scan') as typeof import('../commands/scan')).scanCommand,
};

function readScanOptions(values: Values) {
  const options = {
    segments: values.segments === 'auto' ? ('auto' as const) : Number(values.segments ?? 1),
    limit: optional(values, 'limit', (name) => wholeNumber(values, name, 1)),
    startKey: optional(values, 'start-key', (name) => json(values, name)),
    filter: values.filter as string | undefined,
    values: optional(values, 'values', (name) => json(values, name)),
    names: optional(values, 'names', (name) => json(values, name)),
    index: values.index as string | undefined,
    consistent: values.consistent === true,
    projection: values.projection as string | undefined,
    resume: values.resume as string | undefined,
    forceResume: values['force-resume'] === true,
  };
  if (options.segments !== 'auto') {
    options.segments = optional(values, 'segments', (name) => wholeNumber(values, name, 1)) ?? 1;
    if (options.segments > 1_000_000) throw usageError('--segments can be 1000000 at most');
  }
  if (options.startKey && options.segments !== 1) throw usageError('--start-key goes with one segment only');
  if (options.resume !== undefined && values.live !== true) throw usageError('--resume goes with --live');
  return options;
}
