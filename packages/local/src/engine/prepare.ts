import type { Wire } from '@dynamodb-migrate/core';
import { checkTypes, checkValidations, validateAttributeValue } from 'dynalite/validations';
import { exact } from './condition';
import { fromLegacy } from './legacy-condition';
import { moduleOf } from './module-of';
import { inEngineNames } from './proto-name';
import { asServiceError, refusal } from './refusal';
import type { Store } from './store';

const operations = new Set(
  `BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteTable DescribeTable DescribeTimeToLive GetItem ListTables
  ListTagsOfResource PutItem Query Scan TagResource UntagResource UpdateItem UpdateTable`.split(/\s+/),
);

/** An operation whose input has been checked, its numbers normalised and its expressions parsed. */
export interface Prepared {
  operation: string;
  input: Wire;
  /** What dynalite's implementation takes; it must get a copy, since it writes into it. */
  data: Wire;
}

/** Checks an operation's input and makes it ready; throws as DynamoDB would. */
export function prepare(store: Store, operation: string, input: Wire): Prepared {
  if (!operations.has(operation)) {
    throw refusal('UnknownOperationException', `The embedded DynamoDB does not know ${operation}`);
  }
  const named = inEngineNames(JSON.stringify(input));
  try {
    const { types, custom } = moduleOf('validations', operation);
    const data = checkTypes({ ...named, TableName: tableName(input.TableName) }, types);
    checkValidations(data, types, custom, store);
    mendConditions(data);
    return { operation, input, data };
  } catch (error) {
    throw asServiceError(error);
  }
}

function mendConditions(data: Wire): void {
  if (data.Expected) data._condition = { expression: fromLegacy(valid(data.Expected), data.ConditionalOperator) };
  const filter = data.ScanFilter ?? data.QueryFilter;
  if (filter) data._filter = { pathHeads: {}, expression: fromLegacy(filter, data.ConditionalOperator) };
  for (const parsed of [data._condition, data._filter]) if (parsed) parsed.expression = exact(parsed.expression);
}

/** The name in a table's ARN; a plain name as it is. */
function tableName(name: unknown): unknown {
  return typeof name === 'string' ? name.replace(/^arn:[^/]*:table\//, '') : name;
}

/** Checks and normalises the operands that dynalite leaves alone. */
function valid(expected: Wire): Wire {
  for (const { AttributeValueList = [] } of Object.values(expected)) {
    for (const value of AttributeValueList) {
      const message = validateAttributeValue(value);
      if (message) throw refusal('ValidationException', message);
    }
  }
  return expected;
}
