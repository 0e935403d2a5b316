/**
 * Reads JSON out of bytes, one value at a time, so that a page's items can be read when they are wanted. It knows what
 * DynamoDB sends: everything else (spaces, escapes in names, `__proto__`, deep nesting, what is no JSON at all) makes
 * it throw `unusual`, and is left to `JSON.parse`.
 */
export const unusual = new Error('unusual');

const deepest = 200;
const longestKept = 12;
const slots = 4096;
/** Short texts of values, and names of members, by their hash: made once, and again by whoever takes their slot. */
const texts = new Array<string | undefined>(slots).fill(undefined);
const names = new Array<string | undefined>(slots).fill(undefined);

// One read is over before the next one begins, and fields of an object would cost a fifth of the time.
let bytes: Buffer;
let at: number;
let depth: number;

/** The object that begins at a place. */
export function readObjectAt(body: Buffer, start: number): { [name: string]: any } {
  bytes = body;
  at = start;
  depth = 0;
  if (bytes[at] !== 0x7b) throw unusual;
  return readObject();
}

/**
 * The object that is all of a body. Where its member `name` is a list of objects, these are not read: `listOf` makes the
 * member of the places at which each of them begins and ends, one after the other.
 */
export function readAround(body: Buffer, name: string, listOf: (places: number[]) => unknown): { [name: string]: any } {
  bytes = body;
  at = 0;
  depth = 1;
  if (bytes[0] !== 0x7b) throw unusual;
  const object: { [name: string]: any } = {};
  do {
    at++;
    const member = readName();
    object[member] = member === name && bytes[at] === 0x5b ? listOf(skipObjects()) : readValue();
  } while (bytes[at] === 0x2c);
  if (bytes[at] !== 0x7d || at + 1 !== bytes.length) throw unusual;
  return object;
}

function skipObjects(): number[] {
  const places: number[] = [];
  const length = bytes.length;
  let open = 0;
  let commas = 0;
  for (at++; at < length; at++) {
    const byte = bytes[at]!;
    if (byte === 0x7b || (byte === 0x5b && open > 0)) {
      if (open++ === 0) places.push(at);
    } else if (byte === 0x7d || byte === 0x5d) {
      if (open-- === 0) break;
      if (open === 0) places.push(at + 1);
    } else if (open === 0) {
      if (byte !== 0x2c) throw unusual;
      commas++;
    } else if (byte === 0x22) {
      for (at++; at < length && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++;
    }
  }
  if (bytes[at++] !== 0x5d || commas !== Math.max(0, places.length / 2 - 1)) throw unusual;
  return places;
}

function readValue(): unknown {
  switch (bytes[at]) {
    case 0x22:
      return readText();
    case 0x7b:
      return readObject();
    case 0x5b:
      return readArray();
    case 0x74:
      return readWord('true', true);
    case 0x66:
      return readWord('false', false);
    case 0x6e:
      return readWord('null', null);
    default:
      return readNumber();
  }
}

function readObject(): { [name: string]: any } {
  if (++depth > deepest) throw unusual;
  at++;
  if (bytes[at] === 0x7d) {
    at++;
    depth--;
    return {};
  }
  const object = readFirstMember();
  while (bytes[at] === 0x2c) {
    at++;
    const name = readName();
    object[name] = readValue();
  }
  if (bytes[at++] !== 0x7d) throw unusual;
  depth--;
  return object;
}

// An attribute's value is an object of one member, and most objects are that: a literal is the fastest way to one.
function readFirstMember(): { [name: string]: any } {
  const name = readName();
  const value: any = readValue();
  switch (name) {
    case 'S':
      return { S: value };
    case 'N':
      return { N: value };
    case 'M':
      return { M: value };
    case 'BOOL':
      return { BOOL: value };
    case 'L':
      return { L: value };
    case 'SS':
      return { SS: value };
    case 'NULL':
      return { NULL: value };
    case 'B':
      return { B: value };
    default: {
      const object: { [name: string]: any } = {};
      object[name] = value;
      return object;
    }
  }
}

function readArray(): unknown[] {
  if (++depth > deepest) throw unusual;
  const array: unknown[] = [];
  at++;
  if (bytes[at] === 0x5d) at++;
  else {
    do array.push(readValue());
    while (bytes[at++] === 0x2c);
    if (bytes[at - 1] !== 0x5d) throw unusual;
  }
  depth--;
  return array;
}

function readWord<T>(word: string, value: T): T {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) throw unusual;
  at += word.length;
  return value;
}

function readNumber(): number {
  let end = at;
  while (end < bytes.length && isOfNumber(bytes[end]!)) end++;
  const text = bytes.toString('latin1', at, end);
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw unusual;
  at = end;
  return Number(text);
}

function isOfNumber(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x2d || byte === 0x2b || byte === 0x65 || byte === 0x45
  );
}

function readText(): string {
  const start = at + 1;
  const length = bytes.length;
  let end = start;
  let hash = 0;
  let all = 0;
  for (; end < length; end++) {
    const byte = bytes[end]!;
    if (byte === 0x22) break;
    if (byte === 0x5c) return readEscaped(start);
    if (byte < 0x20) throw unusual;
    hash = (Math.imul(hash, 31) + byte) | 0;
    all |= byte;
  }
  if (end >= length) throw unusual;
  at = end + 1;
  if (all > 0x7f) return bytes.toString('utf8', start, end);
  if (end - start > longestKept) return bytes.toString('latin1', start, end);
  const slot = (hash ^ (hash >>> 13)) & (slots - 1);
  const kept = texts[slot];
  if (kept !== undefined && isAt(kept, start, end)) return kept;
  const text = bytes.toString('latin1', start, end);
  texts[slot] = text;
  return text;
}

/** A text with escapes in it. */
function readEscaped(start: number): string {
  let end = start;
  while (end < bytes.length && bytes[end] !== 0x22) end += bytes[end] === 0x5c ? 2 : 1;
  at = end + 1;
  try {
    return JSON.parse(bytes.toString('utf8', start - 1, at));
  } catch {
    throw unusual;
  }
}

function readName(): string {
  if (bytes[at] !== 0x22) throw unusual;
  const start = at + 1;
  const length = bytes.length;
  let end = start;
  let hash = 0;
  for (; end < length; end++) {
    const byte = bytes[end]!;
    if (byte === 0x22) break;
    if (byte === 0x5c || byte < 0x20) throw unusual;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  if (bytes[end + 1] !== 0x3a) throw unusual;
  at = end + 2;
  const slot = (hash ^ (hash >>> 13)) & (slots - 1);
  const kept = names[slot];
  if (kept !== undefined && isAt(kept, start, end)) return kept;
  const name = bytes.toString('utf8', start, end);
  if (name === '__proto__') throw unusual;
  // Only as a property's name is a text the very one that all objects share.
  const [shared] = Object.keys({ [name]: 0 });
  names[slot] = shared;
  return shared!;
}

/** Whether the bytes from `start` to `end` are the ASCII text. */
function isAt(text: string, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
