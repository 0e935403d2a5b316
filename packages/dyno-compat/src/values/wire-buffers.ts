import { asBytes } from './binary';

/** Wire values with base64 in place of buffers, and of texts that stand for binaries. */
export function withoutBuffers(value: any): any {
  if (typeof value?.B === 'string' || asBytes(value?.B)) return { B: base64(value.B) };
  if (Array.isArray(value?.BS)) return { BS: value.BS.map(base64) };
  return mapped(value, withoutBuffers);
}

/** Wire values with buffers in place of base64. */
export function withBuffers(value: any): any {
  if (typeof value?.B === 'string') return { B: Buffer.from(value.B, 'base64') };
  if (Array.isArray(value?.BS)) return { BS: value.BS.map((text: string) => Buffer.from(text, 'base64')) };
  return mapped(value, withBuffers);
}

function mapped(value: any, change: (value: any) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
}

function base64(value: unknown): unknown {
  return (typeof value === 'string' ? Buffer.from(value) : asBytes(value))?.toString('base64') ?? value;
}
