import { type FileHandle, open } from 'node:fs/promises';
import { decodeFrame, decodeHead, firstHeader, header, headOf, type Version } from './format';

/** A whole frame of a file. */
export interface Frame {
  /** Its number in the journal; undefined in a file of version 1. */
  number: number | undefined;
  lines: string[];
}

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
  try {
    const version = versionOf(await read(file, 0, header.length));
    if (version === undefined) {
      const isTear = size < header.length && header.includes(await read(file, 0, size));
      yield { offset: 0, bytes: size, isTear, isZero: false };
      return;
    }
    for (let offset = header.length; offset < size; ) {
      const frame = await frameAt(file, offset, size, version);
      if (frame) {
        yield { number: frame.number, lines: frame.lines };
        offset = frame.end;
        continue;
      }
      const rest = await read(file, offset, size - offset);
      const next = nextFrame(rest, version);
      yield { offset, bytes: next ?? rest.length, ...natureOf(rest, version, next) };
      offset += next ?? rest.length;
    }
  } finally {
    await file.close();
  }
}

async function frameAt(file: FileHandle, offset: number, size: number, version: Version) {
  const length = headOf(version);
  const head = await read(file, offset, length);
  if (head.length < length) return undefined;
  const told = decodeHead(head, version);
  const end = offset + length + told.length;
  if (end > size) return undefined;
  const lines = decodeFrame(head, await read(file, offset + length, told.length), version);
  return lines && { number: told.number, lines, end };
}

/** Where, in bytes that begin with no whole frame, the next one begins; undefined where there is none. */
function nextFrame(bytes: Buffer, version: Version): number | undefined {
  const length = headOf(version);
  for (let at = 1; at + length < bytes.length; at++) {
    const head = bytes.subarray(at, at + length);
    const told = decodeHead(head, version);
    if (told.method > 1 || told.length === 0 || at + length + told.length > bytes.length) continue;
    if (decodeFrame(head, bytes.subarray(at + length, at + length + told.length), version)) return at;
  }
  return undefined;
}

function natureOf(rest: Buffer, version: Version, next: number | undefined): Pick<Fault, 'isTear' | 'isZero'> {
  const isZero = rest.every((byte) => byte === 0);
  const length = headOf(version);
  const isShort = rest.length < length || length + decodeHead(rest, version).length > rest.length;
  return { isTear: next === undefined && isShort && !isZero, isZero };
}

function versionOf(first: Buffer): Version | undefined {
  if (first.equals(header)) return 2;
  return first.equals(firstHeader) ? 1 : undefined;
}

async function read(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
