import { isAnyArrayBuffer } from 'node:util/types';

/** The bytes of a Buffer, typed array, DataView or ArrayBuffer, on the same memory; undefined for anything else. */
export function asBytes(value: unknown): Buffer | undefined {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return isAnyArrayBuffer(value) ? Buffer.from(value) : undefined;
}
