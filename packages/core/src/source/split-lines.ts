import { StringDecoder } from 'node:string_decoder';
import { MigrateError } from '../error';

const longest = 64 * 1024 * 1024;

/** The lines of UTF-8 chunks, as many at a time as a chunk completes; a byte order mark at the start is dropped. */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let start = true;
  for await (const chunk of chunks) {
    let text = decoder.write(chunk);
    if (start && text !== '') {
      start = false;
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    }
    const complete = text.lastIndexOf('\n');
    if (complete < 0) {
      rest += text;
      if (rest.length > longest) {
        throw new MigrateError('BAD_INPUT', 'The input has a line of more than 64 MB', {
          hint: 'It must hold one JSON document a line.',
        });
      }
      continue;
    }
    yield (rest + text.slice(0, complete)).split('\n');
    rest = text.slice(complete + 1);
  }
  rest += decoder.end();
  if (rest !== '') yield [rest];
}
