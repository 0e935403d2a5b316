import { randomInt } from 'node:crypto';

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

/** An id that sorts by time and can be read: `2026-11-23T18-04-11Z-add-auth-x7k2`. */
export function runId(name: string, at: Date): string {
  const time = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const tail = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [time, slug(name), tail].filter(Boolean).join('-');
}

function slug(name: string): string {
  const plain = name.replace(/\.[^.]*$/, '').replace(/^\d{4}-\d\d-\d\d(T[\d:-]*Z?)?/, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');
}
