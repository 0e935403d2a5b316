import type { Input } from '../input';
import { invalid } from '../refusal';
import { parseCondition } from '../syntax/condition';
import type { ExpressionKind } from '../syntax/expression-kind';
import { checkUnused, placeholdersOf, resolveName } from '../syntax/placeholders';
import { parseProjection } from '../syntax/projection';
import type { TableShape } from '../table-shape';
import { checkKeyPaths } from '../validation/key-paths';
import { checkConditionalOperator, checkKinds } from '../validation/parameters';
import { readable } from '../validation/readable';

const expressions = ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'];
const others = ['AttributesToGet', 'QueryFilter', 'ScanFilter', 'ConditionalOperator', 'KeyConditions'];

/**
 * Throws a `Refusal` where the parameters of a read do not go together: expressions beside what they replace, placeholders
 * that none of them has; and with a table, a filter of the key that a Query reads by, or a path into a key.
 */
export function checkRead(input: Input, table?: TableShape): void {
  readable(input, () => check(input, table));
}

function check(input: Input, table: TableShape | undefined): void {
  checkKinds(input, expressions, others);
  checkConditionalOperator(input, input.QueryFilter ?? input.ScanFilter);
  const placeholders = placeholdersOf(input);
  const projection = read(input, 'ProjectionExpression', parseProjection);
  const filter = read(input, 'FilterExpression', parseCondition);
  const keyCondition = read(input, 'KeyConditionExpression', parseCondition);
  checkUnused(placeholders, projection, filter, keyCondition);
  if (!table) return;
  checkKeyPaths(table, placeholders, projection, filter);
  if (!keyCondition && !input.KeyConditions) return;
  const keys = table.indexes.find(({ name }) => name === input.IndexName)?.keys ?? table.keys;
  const names =
    filter?.paths.map(([name]) => resolveName(name as string, placeholders.names)) ??
    Object.keys(input.QueryFilter ?? {});
  const key = names.find((name) => keys.includes(name));
  if (key === undefined) return;
  const what = filter ? 'Filter Expression' : 'QueryFilter';
  throw invalid(`${what} can only contain non-primary key attributes: Primary key attribute: ${key}`);
}

function read<T>(input: Input, kind: ExpressionKind, parse: (kind: ExpressionKind, text: string) => T): T | undefined {
  return typeof input[kind] === 'string' ? parse(kind, input[kind]) : undefined;
}
