import { experiment } from './experiments.mjs';

const pageSize = 1000;

/**
 * A table of `total` experiments that keeps what is written. It knows `PutItem`, `DeleteItem` and `UpdateItem` with the
 * clauses `SET name = :value, …` and `REMOVE name, …`; conditions are taken to hold.
 */
export function table(total) {
  const items = new Map();
  for (let index = 0; index < total; index++) {
    const item = experiment(index);
    items.set(item.id.S, item);
  }
  const ids = [...items.keys()];

  const write = (input, after) => {
    const id = (input.Item ?? input.Key).id.S;
    const before = items.get(id);
    const left = after(before);
    if (left) items.set(id, left);
    else items.delete(id);
    return input.ReturnValues === 'ALL_OLD' && before ? { Attributes: before } : {};
  };

  return {
    /** The items as they are, as one text. */
    image: () => JSON.stringify(ids.map((id) => sorted(items.get(id)))),
    Scan({ ExclusiveStartKey: after }) {
      const from = after ? ids.indexOf(after.id.S) + 1 : 0;
      const page = ids.slice(from, from + pageSize).map((id) => items.get(id));
      const more = from + pageSize < ids.length;
      return { Items: page, Count: page.length, ...(more && { LastEvaluatedKey: { id: page.at(-1).id } }) };
    },
    GetItem: ({ Key }) => ({ Item: items.get(Key.id.S) }),
    BatchGetItem({ RequestItems }) {
      const read = Object.entries(RequestItems).map(([name, { Keys }]) => [
        name,
        Keys.map(({ id }) => items.get(id.S)).filter(Boolean),
      ]);
      return { Responses: Object.fromEntries(read), UnprocessedKeys: {} };
    },
    PutItem: (input) => write(input, () => input.Item),
    DeleteItem: (input) => write(input, () => undefined),
    UpdateItem: (input) => write(input, (before) => updated(input, before ?? input.Key)),
  };
}

function updated({ UpdateExpression, ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values }, item) {
  const after = { ...item };
  for (const clause of UpdateExpression.split(/\s*\b(?=SET\b|REMOVE\b)/).filter(Boolean)) {
    const [, verb, rest] = /^(SET|REMOVE)\s+(.*)$/s.exec(clause);
    for (const action of rest.split(',')) {
      const [name, value] = action.split('=').map((part) => part.trim());
      if (verb === 'SET') after[names[name] ?? name] = values[value];
      else delete after[names[name] ?? name];
    }
  }
  return after;
}

function sorted(item) {
  return item && Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
}
