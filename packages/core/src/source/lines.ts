import type { Readable } from 'node:stream';
import { MigrateError } from '../error';
import type { Item } from '../items/attribute-value';
import { describeKey } from '../items/describe-key';
import { decompress } from './decompress';
import { parseRecord } from './parse-record';
import type { Page, Source } from './source';
import { splitLines } from './split-lines';

export interface LinesOptions {
  input: Readable;
  /** How errors name the input: `stdin` or a file's path. */
  from: string;
  /** `wire`: DynamoDB JSON, also as `{"Item":…}` export lines. `plain`: whatever JSON, handed on as it is. */
  form: 'wire' | 'plain';
}

/**
 * One JSON document a line, plain or gzipped. Blank lines are passed over. Rejects with `BAD_LINE` or
 * `PLAIN_LINE`, which name the line, or `BAD_INPUT`.
 */
export function lines({ input, from, form }: LinesOptions): Source {
  return {
    name(page, index) {
      const line = `line ${page.lines![index]}`;
      const record = page.records.at(index);
      return form === 'wire' ? `${line} (${describeKey(record as Item)})` : line;
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<Page> {
      let number = 0;
      let first = 1;
      try {
        for await (const chunk of splitLines(decompress(input))) {
          const records: unknown[] = [];
          const numbers: number[] = [];
          let bad: unknown;
          for (const line of chunk) {
            number++;
            const text = line.trim();
            if (text === '') continue;
            try {
              records.push(parseRecord(text, form, `line ${number} of ${from}`));
            } catch (error) {
              bad = error;
              break;
            }
            numbers.push(number);
          }
          if (records.length > 0) yield { segment: 0, records, first, lines: numbers };
          first += records.length;
          if (bad) throw bad;
        }
      } catch (error) {
        throw error instanceof MigrateError ? error : unreadable(error as NodeJS.ErrnoException, from, number);
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
