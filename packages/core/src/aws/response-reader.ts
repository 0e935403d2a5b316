import { ServiceError } from '../send/service-error';

export interface HttpAnswer {
  statusCode: number;
  /** Names in lower case. */
  headers: { [name: string]: string };
  body: Buffer;
}

/** An answer that is complete. */
export interface Complete extends HttpAnswer {
  /** Whether the connection can carry another exchange. */
  reusable: boolean;
}

/** Puts an HTTP/1.1 answer together; fit for the next one as soon as one is complete. */
export interface ResponseReader {
  /** Takes bytes, which may be overwritten afterwards; gives the answer with its last byte. Throws a `NetworkingError` for what is not HTTP. */
  take(bytes: Buffer): Complete | undefined;
  /** The connection has ended: gives an answer that only its end completes. */
  end(): Complete | undefined;
}

const largestHead = 64 * 1024;

export function createResponseReader(): ResponseReader {
  let head: Head | undefined;
  /** Bytes of a head that is not complete. */
  let partial: Buffer | undefined;
  let body: Buffer | undefined;
  let filled = 0;
  let chunked: ChunkedBody | undefined;
  let untilEnd: Buffer[] | undefined;

  const complete = (content: Buffer, surplus: number): Complete => {
    const { statusCode, headers, persistent } = head!;
    const reusable = persistent && surplus === 0 && untilEnd === undefined;
    head = body = chunked = untilEnd = undefined;
    return { statusCode, headers, body: content, reusable };
  };

  /** Gives the place of the first byte behind the head; undefined when there is more of it to come. */
  const takeHead = (bytes: Buffer): number | undefined => {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      if (bytes.length > largestHead) throw notHttp();
      return undefined;
    }
    const read = readHead(bytes.toString('latin1', 0, end));
    // 100 Continue and the like come before the answer.
    if (read.statusCode < 200) {
      const next = takeHead(bytes.subarray(end + 4));
      return next === undefined ? undefined : end + 4 + next;
    }
    head = read;
    return end + 4;
  };

  const start = (bytes: Buffer): Complete | undefined => {
    const all = partial ? Buffer.concat([partial, bytes]) : bytes;
    const from = takeHead(all);
    if (from === undefined) {
      partial = Buffer.from(all);
      return undefined;
    }
    partial = undefined;
    const { statusCode, headers } = head!;
    const length = headers['content-length'];
    if (statusCode === 204 || statusCode === 304) return complete(Buffer.alloc(0), all.length - from);
    if (headers['transfer-encoding'] !== undefined) chunked = createChunkedBody();
    else if (length === undefined) untilEnd = [];
    else {
      if (!/^\d+$/.test(length)) throw notHttp();
      body = Buffer.allocUnsafe(Number(length));
      filled = 0;
    }
    return proceed(all.subarray(from));
  };

  const proceed = (bytes: Buffer): Complete | undefined => {
    if (body) {
      const copied = bytes.copy(body, filled);
      filled += copied;
      return filled < body.length ? undefined : complete(body, bytes.length - copied);
    }
    if (chunked) {
      const surplus = chunked.take(bytes);
      return surplus === undefined ? undefined : complete(chunked.content(), surplus);
    }
    untilEnd!.push(Buffer.from(bytes));
    return undefined;
  };

  return {
    take: (bytes) => (head ? proceed(bytes) : start(bytes)),
    end: () => untilEnd && complete(Buffer.concat(untilEnd), 0),
  };
}

interface Head {
  statusCode: number;
  headers: { [name: string]: string };
  /** Whether the connection outlives the answer. */
  persistent: boolean;
}

function readHead(text: string): Head {
  const [statusLine = '', ...lines] = text.split('\r\n');
  const status = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(statusLine);
  if (!status) throw notHttp();
  const headers: Head['headers'] = Object.create(null);
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw notHttp();
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : `${earlier}, ${value}`;
  }
  const connection = headers.connection?.toLowerCase();
  const persistent = status[1] === '1' ? connection !== 'close' : connection === 'keep-alive';
  return { statusCode: Number(status[2]), headers, persistent };
}

interface ChunkedBody {
  /** How many bytes lie behind the end of the body, once that has come. */
  take(bytes: Buffer): number | undefined;
  content(): Buffer;
}

function createChunkedBody(): ChunkedBody {
  const pieces: Buffer[] = [];
  /** Bytes of the chunk that are still to come. */
  let due = 0;
  /** A line that is not complete: a chunk's length, the end of a chunk, a trailer. */
  let line = '';
  let expected: 'length' | 'data' | 'end of chunk' | 'trailer' = 'length';

  const endLine = () => {
    const text = line;
    line = '';
    if (expected === 'trailer') return text === '';
    if (expected === 'end of chunk') {
      if (text !== '') throw notHttp();
      expected = 'length';
      return false;
    }
    const [, length] = /^([0-9a-f]{1,8})\s*(?:;|$)/i.exec(text) ?? [];
    if (length === undefined) throw notHttp();
    due = Number.parseInt(length, 16);
    expected = due === 0 ? 'trailer' : 'data';
    return false;
  };

  return {
    take(bytes) {
      let from = 0;
      while (from < bytes.length) {
        if (expected === 'data') {
          const piece = Buffer.from(bytes.subarray(from, from + due));
          pieces.push(piece);
          from += piece.length;
          due -= piece.length;
          if (due === 0) expected = 'end of chunk';
          continue;
        }
        const end = bytes.indexOf(10, from);
        line += bytes.toString('latin1', from, end < 0 ? bytes.length : end);
        if (line.length > largestHead) throw notHttp();
        if (end < 0) return undefined;
        from = end + 1;
        line = line.endsWith('\r') ? line.slice(0, -1) : line;
        if (endLine()) return bytes.length - from;
      }
      return undefined;
    },
    content: () => Buffer.concat(pieces),
  };
}

function notHttp(): ServiceError {
  return new ServiceError('NetworkingError', 'the answer is not HTTP', { errno: 'EPROTO' });
}
