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
const texts = new Array<string>(slots).fill('');
const names = new Array<string>(slots).fill('');
/** By a name's slot, the slot of the name that came behind it: items of a table have their attributes in one order. */
const followers = new Uint16Array(slots);

/** What `toString` comes to in the end, in half its time. */
interface Bytes extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

// One read is over before the next one begins, and fields of an object would cost a fifth of the time.
let bytes: Bytes;
let at: number;
let depth: number;
let lastName = 0;

/** The object that begins at a place. */
export function readObjectAt(body: Buffer, start: number): { [name: string]: any } {
  bytes = body as Bytes;
  at = start;
  depth = 0;
  if (bytes[at] !== 0x7b) throw unusual;
  return readObject();
}

/** The place behind what was read last, or that of the list before which reading stopped. */
export function endOfRead(): number {
  return at;
}

/**
 * Adds the members of the object that is all of a body, from the one at a place on, to `members`; stops, and gives true, before
 * the list that is the member `list`.
 */
export function readMembersAt(body: Buffer, start: number, members: { [name: string]: any }, list?: string): boolean {
  bytes = body as Bytes;
  at = start - 1;
  depth = 1;
  do {
    at++;
    const name = readName();
    if (name === list && bytes[at] === 0x5b) return true;
    members[name] = readValue();
  } while (bytes[at] === 0x2c);
  if (bytes[at] !== 0x7d || at + 1 !== bytes.length) throw unusual;
  return false;
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
  let object: { [name: string]: any };
  if (bytes[at] === 0x7d) object = {};
  else {
    object = readFirstMember();
    while (bytes[at] === 0x2c) {
      at++;
      const name = readName();
      object[name] = readValue();
    }
    if (bytes[at] !== 0x7d) throw unusual;
  }
  at++;
  depth--;
  return object;
}

// An attribute's value is an object of one member, and most objects are that: a literal is the fastest way to one.
function readFirstMember(): { [name: string]: any } {
  const letter = readLetter();
  if (letter === 0x53) return { S: readValue() };
  if (letter === 0x4e) return { N: readValue() };
  if (letter === 0x4d) return { M: readValue() };
  if (letter === 0x4c) return { L: readValue() };
  if (letter === 0x42) return { B: readValue() };
  const name = readName();
  const value: any = readValue();
  switch (name) {
    case 'BOOL':
      return { BOOL: value };
    case 'SS':
      return { SS: value };
    case 'NULL':
      return { NULL: value };
    default: {
      const object: { [name: string]: any } = {};
      object[name] = value;
      return object;
    }
  }
}

/** Reads a type's name of one letter, and gives it; 0 for any other name, which is not read. */
function readLetter(): number {
  if (bytes[at] !== 0x22 || bytes[at + 2] !== 0x22 || bytes[at + 3] !== 0x3a) return 0;
  const letter = bytes[at + 1]!;
  if (letter !== 0x53 && letter !== 0x4e && letter !== 0x4d && letter !== 0x4c && letter !== 0x42) return 0;
  at += 4;
  return letter;
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
  const text = bytes.latin1Slice(at, end);
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
  const short = Math.min(length, start + longestKept + 1);
  let end = start;
  let hash = 0;
  let all = 0;
  for (; end < short; end++) {
    const byte = bytes[end]!;
    if (byte === 0x22) return all > 0x7f ? wide(start, end) : shortText(start, end, hash);
    if (byte === 0x5c) return readEscaped(start);
    if (byte < 0x20) throw unusual;
    hash = (Math.imul(hash, 31) + byte) | 0;
    all |= byte;
  }
  for (; end < length; end++) {
    const byte = bytes[end]!;
    if (byte === 0x22) {
      if (all > 0x7f) return wide(start, end);
      at = end + 1;
      return bytes.latin1Slice(start, end);
    }
    if (byte === 0x5c) return readEscaped(start);
    if (byte < 0x20) throw unusual;
    all |= byte;
  }
  throw unusual;
}

function shortText(start: number, end: number, hash: number): string {
  at = end + 1;
  const slot = (hash ^ (hash >>> 13)) & (slots - 1);
  const kept = texts[slot]!;
  if (kept.length === end - start && isAt(kept, start)) return kept;
  const text = bytes.latin1Slice(start, end);
  texts[slot] = text;
  return text;
}

function wide(start: number, end: number): string {
  at = end + 1;
  return bytes.utf8Slice(start, end);
}

/** A text with escapes in it. */
function readEscaped(start: number): string {
  let end = start;
  while (end < bytes.length && bytes[end] !== 0x22) end += bytes[end] === 0x5c ? 2 : 1;
  at = end + 1;
  try {
    return JSON.parse(bytes.utf8Slice(start - 1, at));
  } catch {
    throw unusual;
  }
}

function readName(): string {
  if (bytes[at] !== 0x22) throw unusual;
  const start = at + 1;
  const slot = followers[lastName]!;
  const name = names[slot]!;
  const end = start + name.length;
  if (bytes[end] !== 0x22 || bytes[end + 1] !== 0x3a || !isAt(name, start)) return readOtherName(start);
  lastName = slot;
  at = end + 2;
  return name;
}

function readOtherName(start: number): string {
  const length = bytes.length;
  let end = start;
  let hash = 0;
  let all = 0;
  for (; end < length; end++) {
    const byte = bytes[end]!;
    if (byte === 0x22) break;
    if (byte === 0x5c || byte < 0x20) throw unusual;
    hash = (Math.imul(hash, 31) + byte) | 0;
    all |= byte;
  }
  if (bytes[end + 1] !== 0x3a) throw unusual;
  at = end + 2;
  const slot = (hash ^ (hash >>> 13)) & (slots - 1);
  const kept = names[slot]!;
  let name = kept;
  if (kept.length !== end - start || !isAt(kept, start)) {
    name = bytes.utf8Slice(start, end);
    if (name === '__proto__') throw unusual;
    if (all > 0x7f) return name;
    // Only as a property's name is a text the very one that all objects share.
    names[slot] = name = Object.keys({ [name]: 0 })[0]!;
  }
  followers[lastName] = slot;
  lastName = slot;
  return name;
}

/** Whether the ASCII text is what the bytes from `start` on are. */
function isAt(text: string, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
