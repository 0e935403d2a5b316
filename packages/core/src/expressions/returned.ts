import type { AttributeValue, Item } from '../items/attribute-value';
import type { Wire } from '../send/send';
import { type DocumentPath, valueAt } from './document-path';
import { updateActions } from './update-actions';

/** What an UpdateItem answers by its ReturnValues. */
export function returnedBy(input: Wire, before: Item | null, after: Item): Wire {
  switch (input.ReturnValues ?? 'NONE') {
    case 'ALL_OLD':
      return before ? { Attributes: before } : {};
    case 'ALL_NEW':
      return { Attributes: after };
    case 'UPDATED_OLD':
      return some(updatedOf(input, before));
    case 'UPDATED_NEW':
      return some(updatedOf(input, after));
    default:
      return {};
  }
}

function some(attributes: Item): Wire {
  return Object.keys(attributes).length > 0 ? { Attributes: attributes } : {};
}

/** Of an item only what lies where an update works, in the maps and lists that hold it. */
function updatedOf(input: Wire, item: Item | null): Item {
  const root: AttributeValue = { M: {} };
  for (const { path } of updateActions(input)) {
    const value = valueAt(item, path);
    if (value) graft(root, path, value);
  }
  return root.M;
}

function graft(root: { M: Item }, path: DocumentPath, value: AttributeValue): void {
  let holder: AttributeValue = root;
  for (const [i, step] of path.entries()) {
    const isLast = i === path.length - 1;
    const child: AttributeValue = isLast ? value : typeof path[i + 1] === 'number' ? { L: [] } : { M: {} };
    if ('L' in holder) {
      holder.L.push(child);
      holder = child;
      continue;
    }
    const { M: map } = holder as { M: Item };
    const there: AttributeValue | undefined = Object.hasOwn(map, step) ? map[step] : undefined;
    if (!there || isLast)
      Object.defineProperty(map, step, { value: child, writable: true, enumerable: true, configurable: true });
    holder = isLast ? child : (there ?? child);
  }
}
