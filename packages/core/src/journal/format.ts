/**
 * How a journal lies on disk: files `000001.journal`, `000002.journal` … in one folder. Each begins with the line
 * `dynamodb-migrate journal 2`, and frames follow. A frame is what one commit made durable:
 *
 *     bytes 0-3   length of what follows the first nine bytes, unsigned, little-endian
 *     bytes 4-7   CRC-32 of bytes 0-3, byte 8 and what follows
 *     byte  8     how the lines are kept: 0 as they are, 1 raw deflate
 *     bytes 9-12  number of the frame in the journal, from 1: none is left out, from the first file to the last
 *     bytes 13-16 CRC-32 of bytes 0-3 and 8-12, which tells a frame that was not written to its end from one with a wrong
 *                 length
 *     then        lines of JSON, each ended by a newline (see entry.ts)
 *
 * Every frame can be read on its own. A process appends to files of its own making only, and begins each with a line that
 * says which file of which journal it is; the last line of an orderly end says so. A crash can thus tear nothing but the
 * last frame of the last file that its process made, and where another process went on, the number of that one's first
 * frame tells that nothing else is missing.
 *
 * In files of version 1 frames have no number, and the checksum is of the lines alone.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

export const header = Buffer.from('dynamodb-migrate journal 2\n');
export const firstHeader = Buffer.from('dynamodb-migrate journal 1\n');

export type Version = 1 | 2;

/** Bytes of a frame before what its length counts. */
export const frameHead = 9;

/** Bytes of what follows before the lines begin. */
const prefix = 8;

const smallest = 256;

/** The name of the file with a number, from 1. */
export function fileName(number: number): string {
  return `${String(number).padStart(6, '0')}.journal`;
}

/** The number of a journal's file, or undefined for any other name. */
export function fileNumber(name: string): number | undefined {
  const match = /^(\d{6,})\.journal$/.exec(name);
  return match ? Number(match[1]) : undefined;
}

export function encodeFrame(number: number, lines: string): Buffer {
  const plain = Buffer.from(lines);
  const deflated = plain.length < smallest ? undefined : deflateRawSync(plain, { level: 1 });
  const body = deflated && deflated.length < plain.length ? deflated : plain;
  const frame = Buffer.allocUnsafe(frameHead + prefix + body.length);
  frame.writeUInt32LE(prefix + body.length, 0);
  frame.writeUInt8(body === deflated ? 1 : 0, 8);
  frame.writeUInt32LE(number, frameHead);
  frame.writeUInt32LE(headChecksum(frame), frameHead + 4);
  body.copy(frame, frameHead + prefix);
  frame.writeUInt32LE(checksum(frame, frame.subarray(frameHead)), 4);
  return frame;
}

/** Bytes that follow the head of a frame. */
export function lengthIn(head: Buffer): number {
  return head.readUInt32LE(0);
}

export interface Frame {
  /** From version 2 on. */
  number: number | undefined;
  lines: string[];
}

/** A frame, given its head and the rest; undefined when they do not belong together, or hold nothing. */
export function decodeFrame(head: Buffer, rest: Buffer, version: Version): Frame | undefined {
  const method = head.readUInt8(8);
  const from = version === 1 ? 0 : prefix;
  if (rest.length <= from || rest.length !== lengthIn(head) || method > 1) return undefined;
  if (head.readUInt32LE(4) !== (version === 1 ? crc32(rest) : checksum(head, rest))) return undefined;
  const body = rest.subarray(from);
  const plain = method === 1 ? inflateRawSync(body) : body;
  return { number: version === 1 ? undefined : rest.readUInt32LE(0), lines: plain.toString().split('\n').slice(0, -1) };
}

/** Whether bytes are a frame, or what there is of one, that was not written to its end. */
export function isBegun(bytes: Buffer, version: Version): boolean {
  const whole = frameHead + (version === 1 ? 0 : prefix);
  if (bytes.length < whole) return true;
  const isHead = version === 1 || headChecksum(bytes) === bytes.readUInt32LE(frameHead + 4);
  return isHead && frameHead + lengthIn(bytes) > bytes.length;
}

function headChecksum(frame: Buffer): number {
  return crc32(frame.subarray(8, frameHead + 4), crc32(frame.subarray(0, 4)));
}

function checksum(head: Buffer, rest: Buffer): number {
  return crc32(rest, crc32(head.subarray(8, frameHead), crc32(head.subarray(0, 4))));
}
