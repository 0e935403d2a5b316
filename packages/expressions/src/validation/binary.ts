import { unreadable } from '../refusal';

/** A binary in its one spelling as base64. Throws a `Refusal` for what is none. */
export function acceptBinary(text: unknown): string {
  if (typeof text !== 'string') throw unreadable('only base-64-encoded strings are convertible to bytes');
  if (text.length % 4 !== 0) {
    throw unreadable(`Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`);
  }
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw unreadable('Invalid base64 character');
  return text.endsWith('=') ? Buffer.from(text, 'base64').toString('base64') : text;
}
