import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The bytes of `input`, gunzipped when they begin with gzip's magic number. */
export async function* decompress(input: Readable): AsyncGenerator<Buffer> {
  const chunks = input[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, asBuffer(value)]);
  }
  const rest = (async function* () {
    if (head.length > 0) yield head;
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) return;
      yield asBuffer(value);
    }
  })();
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* rest;
    return;
  }
  // pipeline's callback is where an error would go a second time; the reader below sees it already.
  yield* pipeline(rest, createGunzip(), new PassThrough(), () => {}) as AsyncIterable<Buffer>;
}

function asBuffer(chunk: Buffer | string | object): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}
