import { type Item, keyOf } from '@dynamodb-migrate/expressions';
import type { Wire } from '../send/send';
import type { IndexInfo } from '../tables/describe';

const expressionPrefix = '#preview_key';
const legacyParameters = ['KeyConditions', 'QueryFilter', 'ScanFilter', 'ConditionalOperator', 'AttributesToGet'];

/** A query or scan that also asks for some attributes, and the way from its items to those that were asked for. */
export interface Projected {
  input: Wire;
  strip(item: Item): Item;
}

/** Makes a query or scan ask for attributes in addition to what it asks for; a count becomes a read of them alone. */
export function withAttributes(input: Wire, names: readonly string[]): Projected {
  const { Select, ...rest } = input;
  if (Select === 'COUNT') {
    const bare = legacyParameters.some((name) => name in input)
      ? { ...rest, AttributesToGet: [...names] }
      : { ...rest, ...projection([], names, input) };
    return { input: bare, strip: (item) => item };
  }
  const asked = askedFor(input);
  if (!asked) return { input, strip: (item) => item };
  const missing = names.filter((name) => !asked.includes(name));
  if (missing.length === 0) return { input, strip: (item) => item };
  const strip = (item: Item) => Object.fromEntries(Object.entries(item).filter(([name]) => !missing.includes(name)));
  if (input.AttributesToGet)
    return { input: { ...input, AttributesToGet: [...input.AttributesToGet, ...missing] }, strip };
  return { input: { ...input, ...projection([input.ProjectionExpression], missing, input) }, strip };
}

/** What an index holds of an item; undefined when the item is not in it. */
export function indexEntry(index: IndexInfo, keys: readonly string[], item: Item): Item | undefined {
  if (!keyOf(item, index.keys)) return undefined;
  if (index.projection.type === 'ALL') return item;
  const names = new Set([...keys, ...index.keys, ...index.projection.attributes]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** The top-level attributes that an input names; undefined when it asks for all. */
function askedFor(input: Wire): string[] | undefined {
  if (input.AttributesToGet) return input.AttributesToGet;
  if (!input.ProjectionExpression) return undefined;
  const names = new Map<string, string>(Object.entries(input.ExpressionAttributeNames ?? {}));
  return String(input.ProjectionExpression)
    .split(',')
    .map((path) => path.trim())
    .map((path) => names.get(path) ?? path);
}

function projection(paths: readonly string[], names: readonly string[], input: Wire): Wire {
  const added = names.map((name, index) => [`${expressionPrefix}${index}`, name]);
  return {
    ProjectionExpression: [...paths, ...added.map(([placeholder]) => placeholder)].join(', '),
    ExpressionAttributeNames: { ...input.ExpressionAttributeNames, ...Object.fromEntries(added) },
  };
}
