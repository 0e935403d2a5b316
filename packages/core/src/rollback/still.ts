import type { AttributeValue, Item } from '../items/attribute-value';
import type { Wire } from '../send/send';

/** DynamoDB takes 300 operators and 4 KB in an expression; what does not fit is left to the read just before. */
const mostTerms = 140;
const mostCharacters = 4000;

/**
 * The condition that an item still is what it was when it was read, as far as an expression can say so: an attribute
 * that somebody adds between the read and the write goes unseen, but for those named in `absent`. Nested values are
 * compared whole, or, `leaf` by leaf, for engines that cannot do that.
 */
export function still(now: Item | null, key: Item, absent: readonly string[], leaves = false): Wire {
  const names: { [placeholder: string]: string } = {};
  const values: Item = {};
  const ids = new Map<string, string>();
  const name = (attribute: string) => {
    const id = ids.get(attribute) ?? `#${ids.size}`;
    ids.set(attribute, id);
    names[id] = attribute;
    return id;
  };
  const value = (content: AttributeValue) => {
    const id = `:${Object.keys(values).length}`;
    values[id] = content;
    return id;
  };
  function* terms(): Generator<() => string> {
    const [hash] = Object.keys(key);
    yield () => `${now ? 'attribute_exists' : 'attribute_not_exists'}(${name(hash!)})`;
    for (const attribute of absent) yield () => `attribute_not_exists(${name(attribute)})`;
    for (const [attribute, content] of Object.entries(now ?? {})) {
      if (!Object.hasOwn(key, attribute)) yield* same(() => name(attribute), content);
    }
  }
  function* same(path: () => string, content: AttributeValue): Generator<() => string> {
    const parts = leaves ? children(content) : undefined;
    if (!parts) {
      yield () => `${path()} = ${value(content)}`;
      return;
    }
    yield () => `size(${path()}) = ${value({ N: String(parts.length) })}`;
    for (const [step, part] of parts) {
      yield* same(() => (typeof step === 'number' ? `${path()}[${step}]` : `${path()}.${name(step)}`), part);
    }
  }

  let expression = '';
  let count = 0;
  for (const term of terms()) {
    const next = count === 0 ? term() : `${expression} AND ${term()}`;
    if (next.length > mostCharacters) {
      // The term is dropped, and with it what only it refers to.
      for (const id of Object.keys(values)) if (!refers(expression, id)) delete values[id];
      for (const id of Object.keys(names)) if (!refers(expression, id)) delete names[id];
      break;
    }
    expression = next;
    count++;
    if (count >= mostTerms) break;
  }
  return {
    ConditionExpression: expression,
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}

function children(value: AttributeValue): [string | number, AttributeValue][] | undefined {
  if ('M' in value) return Object.entries(value.M);
  return 'L' in value ? [...value.L.entries()] : undefined;
}

function refers(expression: string, placeholder: string): boolean {
  return new RegExp(`${placeholder}(?!\\d)`).test(expression);
}
