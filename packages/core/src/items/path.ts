import { MigrateError } from '../error';

/** Steps into an item: attribute names, list indexes, and `*` for any index. */
export type Path = readonly (string | number | typeof anyIndex)[];

export const anyIndex = Symbol('any index');

const step = /^(?:\.?\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[(\*)\]|\.?([^.[\]"]+))/;

/** Spells a path as `a.b[2].c`; names with dots or brackets are quoted: `["a.b"]`. */
export function formatPath(path: Path): string {
  return path.map(formatStep).join('').replace(/^\./, '');
}

/** Reads `a.b[2].c`, `a[*].b` and `["a.b"].c`. Throws `INVALID_PATH`. */
export function parsePath(text: string): Path {
  const path: (string | number | typeof anyIndex)[] = [];
  let rest = text;
  while (rest !== '') {
    const match = step.exec(rest);
    if (!match || (path.length === 0 && rest.startsWith('.'))) throw invalid(text);
    const [whole, quoted, index, any, name] = match;
    if (quoted !== undefined) path.push(JSON.parse(`"${quoted}"`));
    else if (index !== undefined) path.push(Number(index));
    else path.push(any === undefined ? name! : anyIndex);
    rest = rest.slice(whole.length);
  }
  if (typeof path[0] !== 'string') throw invalid(text);
  return path;
}

function formatStep(step: Path[number]): string {
  if (step === anyIndex) return '[*]';
  if (typeof step === 'number') return `[${step}]`;
  return /^[^.[\]"]+$/.test(step as string) ? `.${String(step)}` : `[${JSON.stringify(step)}]`;
}

function invalid(text: string): MigrateError {
  return new MigrateError('INVALID_PATH', `"${text}" is not an attribute path`, {
    hint: 'Write paths like owner, owner.email, orders[*].card or ["name.with.dots"].inner.',
  });
}
