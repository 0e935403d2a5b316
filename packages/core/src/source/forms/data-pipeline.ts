import { isObject } from '../../items/is-object';
import type { Document, Foreign } from './foreign';
import { every } from './shape';

const types: { [type: string]: string } = {
  ...{ s: 'S', n: 'N', b: 'B', sS: 'SS', nS: 'NS', bS: 'BS' },
  ...{ m: 'M', l: 'L', bOOL: 'BOOL', nULLValue: 'NULL' },
};

/** Lines of AWS Data Pipeline and of Hive on EMR, which spell types in their own way. */
export function dataPipeline(document: Document): Foreign | undefined {
  if (Array.isArray(document) || !every(document, isSpelled)) return undefined;
  return { name: 'a line of AWS Data Pipeline', items: [map(document)], isUnmistakable: true };
}

/** One of its older lines: names and values with control characters between them. */
export function separated(text: string): Document | undefined {
  if (!text.includes('\u0003')) return undefined;
  try {
    return Object.fromEntries(
      text.split('\u0002').map((attribute) => {
        const [name, value] = attribute.split('\u0003');
        return [name, JSON.parse(value!)];
      }),
    );
  } catch {
    return undefined;
  }
}

function isSpelled(value: unknown): boolean {
  if (!isObject(value)) return false;
  const [type] = Object.keys(value);
  return type !== undefined && Object.hasOwn(types, type) && Object.keys(value).length === 1;
}

/** What is spelled otherwise stays, for the check of wire form to find. */
function wire(value: unknown): unknown {
  if (!isSpelled(value)) return value;
  const [[type, content]] = Object.entries(value as Document) as [[string, any]];
  if (type === 'm' && isObject(content)) return { M: map(content) };
  if (type === 'l' && Array.isArray(content)) return { L: content.map(wire) };
  return { [types[type]!]: content };
}

function map(document: Document): object {
  // `__proto__` is a name like any other.
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, wire(value)]));
}
