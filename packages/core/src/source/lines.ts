import type { Readable } from 'node:stream';
import type { Item } from '@dynamodb-migrate/expressions';
import { MigrateError } from '../error';
import { describeKey } from '../items/describe-key';
import { decompress } from './decompress';
import { createDocuments } from './documents';
import { createNotes, type Notes } from './notes';
import { parseRecord } from './parse-record';
import type { Page, Source } from './source';
import { splitLines } from './split-lines';

export interface LinesOptions {
  input: Readable;
  /** How errors name the input: `stdin` or a file's path. */
  from: string;
  /** `wire`: DynamoDB JSON, also in the forms of other tools that hold it. `plain`: whatever JSON, handed on as it is. */
  form: 'wire' | 'plain';
  /** Told which forms of other tools are recognised, and what is passed over. */
  notes?: Notes;
}

const silent: Notes = { info() {}, warn() {} };

/**
 * One JSON document a line, or over lines that are indented, plain or gzipped. Blank lines are passed over. Rejects with
 * `BAD_LINE`, `PLAIN_LINE`, `WIRE_LINE` or `FOREIGN_FORM`, which name the line, or `BAD_INPUT`.
 */
export function lines({ input, from, form, notes: sink = silent }: LinesOptions): Source {
  return {
    name(page, index) {
      const line = `line ${page.lines![index]}`;
      const record = page.records.at(index);
      return form === 'wire' ? `${line} (${describeKey(record as Item)})` : line;
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<Page> {
      const documents = createDocuments(from);
      const notes = createNotes(from, sink);
      let first = 1;
      try {
        for await (const chunk of splitLines(decompress(input))) {
          const page: { records: unknown[]; lines: number[] } = { records: [], lines: [] };
          let bad: unknown;
          try {
            for (const line of chunk) read(line, page);
          } catch (error) {
            bad = error;
          }
          if (page.records.length > 0) yield { segment: 0, first, ...page };
          first += page.records.length;
          if (bad) throw bad;
        }
        documents.end();
        notes.end();
      } catch (error) {
        throw error instanceof MigrateError ? error : unreadable(error as NodeJS.ErrnoException, from, documents.line);
      }

      function read(text: string, page: { records: unknown[]; lines: number[] }): void {
        const document = documents.add(text);
        if (!document) return;
        const where = `line ${document.line} of ${from}`;
        const { records, foreign } = parseRecord(document.text, form, where);
        if (foreign) notes.add(foreign, where);
        for (const record of records) {
          page.records.push(record);
          page.lines.push(document.line);
        }
      }
    },
  };
}

function unreadable(error: NodeJS.ErrnoException, from: string, number: number): MigrateError {
  const reason = error.code === 'Z_BUF_ERROR' ? 'its gzip data ends too early' : error.message;
  return new MigrateError('BAD_INPUT', `${from} cannot be read beyond line ${number}: ${reason}`, {
    cause: error,
    hint: 'The lines before it have been handled; make the input anew and run it again.',
  });
}
