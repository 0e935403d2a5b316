/**
 * How a journal lies on disk: files `000001.journal`, `000002.journal` … in one folder. Each begins with the line
 * `dynamodb-migrate journal 2`, and frames follow. A frame is what one commit made durable:
 *
 *     bytes 0-3   length of the body, unsigned, little-endian
 *     bytes 4-7   number of the frame in the journal, from 1: none is left out, from the first file to the last
 *     byte  8     how the body is kept: 0 as it is, 1 raw deflate
 *     bytes 9-12  CRC-32 of bytes 0-8 and the body
 *     then        the body: lines of JSON, each ended by a newline (see entry.ts)
 *
 * Every frame can be read on its own. A process appends to files of its own making only, and begins each with a line that
 * says which file of which journal it is; the last line of an orderly end says so. A crash can thus tear nothing but the
 * last frame of the last file that its process made, and where another process went on, the number of that one's first
 * frame tells that nothing else is missing.
 *
 * In files of version 1 frames have no number: the checksum stands in its place, and is of the body alone.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

export const header = Buffer.from('dynamodb-migrate journal 2\n');
export const firstHeader = Buffer.from('dynamodb-migrate journal 1\n');

export type Version = 1 | 2;

/** Bytes of a frame before its body. */
export function headOf(version: Version): number {
  return version === 1 ? 9 : 13;
}

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
  const head = headOf(2);
  const frame = Buffer.allocUnsafe(head + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.writeUInt32LE(number, 4);
  frame.writeUInt8(body === deflated ? 1 : 0, 8);
  body.copy(frame, head);
  frame.writeUInt32LE(checksum(frame, body), 9);
  return frame;
}

/** What the head of a frame says; its number only from version 2 on. */
export interface FrameHead {
  length: number;
  number: number | undefined;
  method: number;
  checksum: number;
}

export function decodeHead(head: Buffer, version: Version): FrameHead {
  const length = head.readUInt32LE(0);
  const second = head.readUInt32LE(4);
  const method = head.readUInt8(8);
  return version === 1
    ? { length, number: undefined, method, checksum: second }
    : { length, number: second, method, checksum: head.readUInt32LE(9) };
}

/** The lines of a frame; undefined when its head and its body do not belong together, or hold nothing. */
export function decodeFrame(head: Buffer, body: Buffer, version: Version): string[] | undefined {
  const told = decodeHead(head, version);
  const found = version === 1 ? crc32(body) : checksum(head, body);
  if (body.length === 0 || body.length !== told.length || found !== told.checksum || told.method > 1) return undefined;
  const plain = told.method === 1 ? inflateRawSync(body) : body;
  return plain.toString().split('\n').slice(0, -1);
}

function checksum(head: Buffer, body: Buffer): number {
  return crc32(body, crc32(head.subarray(0, 9)));
}
