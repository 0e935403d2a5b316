import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { lines, MigrateError } from '@dynamodb-migrate/core';
import { parseDatabase, setEndpoint } from '@dynamodb-migrate/legacy-adapter';
import type { Command } from '../arguments/command';
import type { StreamOptions } from '../arguments/stream';
import { attendFolder } from '../controls/attend-folder';
import { openDoors } from '../doors';
import { reach } from '../look-at';
import type { Migrated } from '../migrated';
import type { Screen } from '../output/screen';
import { impatientLine } from '../patience';
import { prepareScript } from '../prepare-script';
import { runScript } from '../run-script';
import { locateScript } from '../script/load';
import { openSession } from '../session/open';
import { reportMigration } from './report-migration';

/** Runs a script over records read from stdin or a file. */
export const streamCommand: Command<StreamOptions, Migrated> = { run: streamRecords, report: reportMigration };

async function streamRecords(options: StreamOptions, screen: Screen): Promise<Migrated> {
  const database = parseDatabase(options.database);
  setEndpoint(database.target, options.endpoint);
  locateScript(options.script);
  const doors = openDoors({ ...options, onImpatience: impatientLine(screen.line) });
  const { form } = options;
  const from = options.input ?? 'stdin';
  const input = open(options.input, screen);
  const { connect } = doors;
  if (options.live) await reach(connect(database.target), database);
  const asked = { form, input: options.input };
  const session = await openSession({ command: 'stream', options, asked, segments: 1, database, connect, screen });
  const prepared = await prepareScript(options, session, doors, screen);
  const controls = attendFolder({ session, options, budgets: doors.budgets, screen });
  const all = lines({ input, from, form });
  const source = session.source?.(all) ?? all;
  const stopping = new AbortController();
  // What is not read any more must not keep the process alive.
  stopping.signal.addEventListener('abort', () => input.destroy());
  try {
    return await runScript({ options, database, prepared, session, controls, doors, source, form, stopping }, screen);
  } finally {
    input.destroy();
  }
}

function open(file: string | undefined, screen: Screen): Readable {
  if (file === undefined) {
    if (process.stdin.isTTY)
      screen.line('reading records from stdin, one JSON document a line; --input FILE reads a file');
    return process.stdin;
  }
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats || stats.isDirectory()) {
    throw new MigrateError('NO_INPUT', `--input: ${file} is ${stats ? 'a folder' : 'not there'}`, {
      hint: 'Give a file of records, one JSON document a line.',
    });
  }
  return createReadStream(file);
}
