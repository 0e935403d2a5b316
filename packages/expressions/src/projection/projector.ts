import type { AttributeValue, Item } from '../items/attribute-value';
import { childOf, type DocumentPath } from '../items/document-path';
import { define, own } from '../items/own';

/** What is asked for at a step and below it. */
interface Branch {
  whole: boolean;
  steps: Map<string | number, Branch>;
}

/** Of an item what lies at paths, in the maps and lists that hold it; elements of lists are moved up. */
export function projector(paths: readonly DocumentPath[]): (item: Item) => Item {
  const root = branch();
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      const next = at.steps.get(step) ?? branch();
      at.steps.set(step, next);
      at = next;
    }
    at.whole = true;
  }
  return (item) => members(item, root);
}

function branch(): Branch {
  return { whole: false, steps: new Map() };
}

function members(map: Item, { steps }: Branch): Item {
  const shown: Item = {};
  for (const [name, below] of steps) {
    const value = own(map, name as string);
    const part = value && partOf(value, below);
    if (part) define(shown, name as string, part);
  }
  return shown;
}

/** The part of a value that is asked for; undefined where it has nothing of it. */
function partOf(value: AttributeValue, below: Branch): AttributeValue | undefined {
  if (below.whole) return value;
  if ('M' in value) {
    const shown = members(value.M, below);
    return Object.keys(shown).length > 0 ? { M: shown } : undefined;
  }
  if (!('L' in value)) return undefined;
  const indexes = [...below.steps.keys()].filter((step) => typeof step === 'number').sort((a, b) => a - b);
  const shown = indexes.flatMap((index) => {
    const element = childOf(value, index);
    const part = element && partOf(element, below.steps.get(index)!);
    return part ? [part] : [];
  });
  return shown.length > 0 ? { L: shown } : undefined;
}
