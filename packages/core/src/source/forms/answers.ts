import { isObject } from '../../items/is-object';
import type { Document, Foreign } from './foreign';
import { every, hasOnly, isFullItem } from './shape';

const besides = ['ConsumedCapacity', 'Count', 'ScannedCount', 'LastEvaluatedKey', 'NextToken', 'UnprocessedKeys'];
const one = new Set(['Item', ...besides]);
const many = new Set(['Items', ...besides]);
const batch = new Set(['Responses', ...besides]);

/** Answers of DynamoDB as the AWS CLI and SDKs print them; a line of an export to S3 is like one of GetItem. */
export function answer(document: Document): Foreign | undefined {
  if (Array.isArray(document)) return list(document);
  if (isObject(document.Item) && hasOnly(document, one)) {
    return { name: 'a line of an export to S3', items: [document.Item], isUsual: true, isUnmistakable: false };
  }
  if (Array.isArray(document.Items) && hasOnly(document, many)) return page(document);
  if (document.Responses !== undefined && hasOnly(document, batch)) return responses(document);
  if (isRequests(document)) {
    const filter = "jq -c '.[][].PutRequest.Item // empty'";
    return {
      name: 'the request of a BatchWriteItem',
      items: [],
      refusal: { why: 'which is no record', hint: `Make lines of its items: ${filter}` },
      isUnmistakable: true,
    };
  }
  return undefined;
}

function list(items: readonly unknown[]): Foreign | undefined {
  if (items.length > 0 && !items.every(isObject)) return undefined;
  return { name: 'a list of records', items: [...items], jq: '.[]', isUnmistakable: false };
}

function page({ Items, Count, ScannedCount, LastEvaluatedKey, NextToken }: Document): Foreign | undefined {
  if (!Items.every(isObject)) return undefined;
  const isPart = LastEvaluatedKey !== undefined || NextToken !== undefined;
  return {
    name: 'an answer of Scan or Query',
    items: Items,
    jq: '.Items[]',
    ...(isPart && { warning: 'it is one page, and DynamoDB had more' }),
    isUnmistakable: typeof Count === 'number' && typeof ScannedCount === 'number',
  };
}

function responses({ Responses, UnprocessedKeys }: Document): Foreign | undefined {
  const tables = isObject(Responses) ? Object.values(Responses) : [];
  const found = Array.isArray(Responses) ? Responses.flatMap((response) => response?.Item ?? []) : tables.flat();
  if (!found.every(isObject) || !tables.every(Array.isArray)) return undefined;
  if (!Array.isArray(Responses) && !isObject(Responses)) return undefined;
  const isPart = isObject(UnprocessedKeys) && Object.keys(UnprocessedKeys).length > 0;
  const hint = "Make lines of those of one: jq -c '.Responses.TABLE[]'";
  return {
    name: 'an answer of BatchGetItem',
    items: found,
    jq: Array.isArray(Responses) ? '.Responses[].Item' : '.Responses[][]',
    ...(isPart && { warning: 'it lacks the items of its UnprocessedKeys' }),
    ...(tables.length > 1 && { refusal: { why: 'with records of several tables', hint } }),
    isUnmistakable: found.length > 0 && found.every(isFullItem),
  };
}

function isRequests(document: Document): boolean {
  return every(document, (requests) => {
    const all = Array.isArray(requests) ? requests : [];
    return all.length > 0 && all.every((request) => isObject(request) && (isPut(request) || isDelete(request)));
  });
}

function isPut({ PutRequest }: Document): boolean {
  return isObject(PutRequest) && isFullItem(PutRequest.Item);
}

function isDelete({ DeleteRequest }: Document): boolean {
  return isObject(DeleteRequest) && isFullItem(DeleteRequest.Key);
}
