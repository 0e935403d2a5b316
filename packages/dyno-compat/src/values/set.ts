import { clientError } from '../request/errors';
import { asBytes } from './binary';

export type SetType = 'String' | 'Number' | 'Binary';
export type SetValue = string | number | bigint | Uint8Array;

/** A DynamoDB set as scripts know it: `values` may be read and changed freely, `type` says what they are. */
export interface DynoSet<T extends SetValue = SetValue> {
  wrapperName: 'Set';
  values: T[];
  type: SetType;
  toJSON(): T[];
}

// Held in an object so that the class can be named as v2 named it without hiding the global Set in this file.
const { Set: DynamoDBSet } = {
  Set: class {
    declare wrapperName: 'Set';
    declare values: SetValue[];
    declare type: SetType;

    constructor(values: SetValue[], type: SetType) {
      this.wrapperName = 'Set';
      this.values = values;
      this.type = type;
    }

    initialize(list: SetValue | SetValue[], validate?: boolean): void {
      this.values = ([] as SetValue[]).concat(list);
      this.detectType();
      if (validate) this.validate();
    }

    detectType(): void {
      this.type = typeOfMember(this.values[0]);
    }

    validate(): void {
      for (const value of this.values) {
        if (setType(value) === this.type) continue;
        throw clientError('InvalidType', `${this.type} Set contains ${typeof value} value`);
      }
    }

    toJSON(): SetValue[] {
      return this.values;
    }
  },
};

/** A set of the strings, numbers or buffers in a list, typed by the first; throws `InvalidSetType` for anything else. */
export function createSet<T extends SetValue>(list: readonly T[] | T): DynoSet<T> {
  const values = ([] as T[]).concat(list);
  return new DynamoDBSet(values, typeOfMember(values[0])) as unknown as DynoSet<T>;
}

/** A set as read from the table. */
export function readSet(values: SetValue[], type: SetType): DynoSet {
  return new DynamoDBSet(values, type);
}

/** Sets are told by their shape, because those of another copy of the library are sets too. */
export function isSet(value: object): value is DynoSet {
  return (value as DynoSet).wrapperName === 'Set';
}

/** The type of set that a value can be a member of. */
export function setType(value: unknown): SetType | undefined {
  if (typeof value === 'string') return 'String';
  if (typeof value === 'number' || typeof value === 'bigint') return 'Number';
  if (typeof value !== 'object' || value === null) return undefined;
  if ((value as { wrapperName?: unknown }).wrapperName === 'NumberValue') return 'Number';
  return asBytes(value) && 'Binary';
}

function typeOfMember(value: unknown): SetType {
  const type = setType(value);
  if (!type) throw clientError('InvalidSetType', 'Sets can contain string, number, or binary values');
  return type;
}
