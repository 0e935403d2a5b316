import { type FileHandle, open } from 'node:fs/promises';
import { decodeFrame, type Frame, firstHeader, frameHead, header, isBegun, lengthIn, type Version } from './format';

/** A place in a file where there is no whole frame. */
export interface Fault {
  /** Where it is, and how many bytes from there on belong to no frame. */
  offset: number;
  bytes: number;
  /** Whether a crash in the middle of writing a frame leaves just this. */
  isTear: boolean;
  /** Whether nothing but zeros follows. */
  isZero: boolean;
}

/** The frames of a file in order, and the places between them where there are none. */
export async function* framesOf(path: string, size: number): AsyncGenerator<Frame | Fault> {
  const file = await open(path, 'r');
  const read = inPieces(file, size);
  try {
    const version = versionOf(await read(0, header.length));
    if (version === undefined) {
      const isTear = size < header.length && header.includes(await read(0, size));
      yield { offset: 0, bytes: size, isTear, isZero: false };
      return;
    }
    for (let offset = header.length; offset < size; ) {
      const frame = await frameAt(read, offset, size, version);
      if (frame) {
        yield frame.found;
        offset = frame.end;
        continue;
      }
      const rest = await read(offset, size - offset);
      const next = nextFrame(rest, version);
      yield { offset, bytes: next ?? rest.length, ...natureOf(rest, version, next) };
      offset += next ?? rest.length;
    }
  } finally {
    await file.close();
  }
}

async function frameAt(read: Read, offset: number, size: number, version: Version) {
  const head = await read(offset, frameHead);
  if (head.length < frameHead) return undefined;
  const end = offset + frameHead + lengthIn(head);
  if (end > size) return undefined;
  const found = decodeFrame(head, await read(offset + frameHead, lengthIn(head)), version);
  return found && { found, end };
}

/** Where, in bytes that begin with no whole frame, the next one begins; undefined where there is none. */
function nextFrame(bytes: Buffer, version: Version): number | undefined {
  for (let at = 1; at + frameHead < bytes.length; at++) {
    const head = bytes.subarray(at, at + frameHead);
    const end = at + frameHead + lengthIn(head);
    if (end <= bytes.length && decodeFrame(head, bytes.subarray(at + frameHead, end), version)) return at;
  }
  return undefined;
}

function natureOf(rest: Buffer, version: Version, next: number | undefined): Pick<Fault, 'isTear' | 'isZero'> {
  const isZero = rest.every((byte) => byte === 0);
  return { isTear: next === undefined && isBegun(rest, version) && !isZero, isZero };
}

function versionOf(first: Buffer): Version | undefined {
  if (first.equals(header)) return 2;
  return first.equals(firstHeader) ? 1 : undefined;
}

/** Bytes from an offset on, fewer at the end of the file. */
type Read = (offset: number, length: number) => Promise<Buffer>;

/** Most frames are of a few kilobytes: many of them come with one read. */
const piece = 2 ** 20;

function inPieces(file: FileHandle, size: number): Read {
  let held = Buffer.alloc(0);
  let from = 0;
  return async (offset, length) => {
    if (offset < from || offset + length > from + held.length) {
      const buffer = Buffer.allocUnsafe(Math.max(length, Math.min(piece, size - offset)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      held = buffer.subarray(0, bytesRead);
      from = offset;
    }
    return held.subarray(offset - from, offset - from + length);
  };
}
