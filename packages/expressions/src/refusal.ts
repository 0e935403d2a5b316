import type { Item } from './items/attribute-value';

/**
 * DynamoDB's refusal of a request. `name` is the error's name as DynamoDB spells it; `item` is what
 * ReturnValuesOnConditionCheckFailure asked for.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export class Refusal extends Error {
  override readonly name: string;
  readonly item?: Item;
  /** Whether the item is not fit for a request that is well-formed: what cancels a transaction. */
  readonly isOfItem: boolean;

  constructor(name: string, message: string, { item, isOfItem = false }: { item?: Item; isOfItem?: boolean } = {}) {
    super(message);
    this.name = name;
    this.isOfItem = isOfItem;
    if (item) this.item = item;
  }
}

export function invalid(message: string): Refusal {
  return new Refusal('ValidationException', message);
}

/** What is refused because of the item that is there. */
export function unfit(message: string): Refusal {
  return new Refusal('ValidationException', message, { isOfItem: true });
}

export function invalidParameter(message: string): Refusal {
  return invalid(`One or more parameter values were invalid: ${message}`);
}

/** What is no request at all: a value whose JSON is of the wrong type. */
export function unreadable(message: string): Refusal {
  return new Refusal('SerializationException', message);
}
