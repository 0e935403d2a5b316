/**
 * How a journal lies on disk: files `000001.journal`, `000002.journal` … in one folder. Each begins with the line
 * `dynamodb-migrate journal 1`, and frames follow. A frame is what one commit made durable:
 *
 *     bytes 0-3   length of the body, unsigned, little-endian
 *     bytes 4-7   CRC-32 of the body
 *     byte  8     how the body is kept: 0 as it is, 1 raw deflate
 *     then        the body: lines of JSON, each ended by a newline (see entry.ts)
 *
 * Every frame can be read on its own. A process appends to files of its own making only, so a crash can tear nothing
 * but the last frame of a file: one that is shorter than it says, or whose checksum is wrong, with nothing behind it.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

export const header = Buffer.from('dynamodb-migrate journal 1\n');
export const frameHead = 9;

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

export function encodeFrame(lines: string): Buffer {
  const plain = Buffer.from(lines);
  const deflated = plain.length < smallest ? undefined : deflateRawSync(plain, { level: 1 });
  const body = deflated && deflated.length < plain.length ? deflated : plain;
  const frame = Buffer.allocUnsafe(frameHead + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.writeUInt32LE(crc32(body), 4);
  frame.writeUInt8(body === deflated ? 1 : 0, 8);
  body.copy(frame, frameHead);
  return frame;
}

/** The lines of a frame, given its head and its body; undefined when they do not belong together. */
export function decodeFrame(head: Buffer, body: Buffer): string[] | undefined {
  const method = head.readUInt8(8);
  if (body.length !== head.readUInt32LE(0) || crc32(body) !== head.readUInt32LE(4) || method > 1) return undefined;
  const plain = method === 1 ? inflateRawSync(body) : body;
  return plain.toString().split('\n').slice(0, -1);
}
