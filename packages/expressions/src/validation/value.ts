import type { AttributeValue, Item } from '../items/attribute-value';
import { define } from '../items/own';
import { invalid, invalidParameter, unreadable } from '../refusal';
import { acceptBinary } from './binary';
import { misplacedStructure, notText } from './not-text';
import { acceptNumber } from './number';
import { acceptSet } from './set';

// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (nested attribute depth). An item is the
// first level by itself.
export const mostLevels = 32;

/** A value as DynamoDB keeps it: numbers in their one spelling. The same object if it is so. Throws a `Refusal`. */
export function acceptValue(value: unknown, level = 1): AttributeValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable('Unexpected value type in payload');
  }
  const type = soleType(value as AttributeValue);
  const content = (value as Item)[type] as unknown;
  switch (type) {
    case 'S':
      if (typeof content !== 'string') throw notText(content);
      return value as AttributeValue;
    case 'N': {
      const number = acceptNumber(content);
      return number === content ? (value as AttributeValue) : { N: number };
    }
    case 'B': {
      const binary = acceptBinary(content);
      return binary === content ? (value as AttributeValue) : { B: binary };
    }
    case 'BOOL':
      if (typeof content !== 'boolean') throw unreadable('Unexpected token received from parser');
      return value as AttributeValue;
    case 'NULL':
      if (typeof content !== 'boolean') throw unreadable('Unexpected token received from parser');
      if (!content) throw invalidParameter('Null attribute value types must have the value of true');
      return value as AttributeValue;
    case 'M': {
      checkLevel(level);
      if (typeof content !== 'object' || content === null || Array.isArray(content)) throw misplacedStructure();
      const map = acceptMembers(content as Item, level + 1);
      return map === content ? (value as AttributeValue) : { M: map };
    }
    case 'L': {
      checkLevel(level);
      const list = acceptElements(content, level + 1);
      return list === content ? (value as AttributeValue) : { L: list };
    }
    default: {
      const set = acceptSet(type, content);
      return set === content ? (value as AttributeValue) : ({ [type]: set } as AttributeValue);
    }
  }
}

/** The values of a map, or of an item, as DynamoDB keeps them. */
export function acceptMembers(map: Item, level = 2): Item {
  let accepted: Item | undefined;
  for (const name in map) {
    const value = acceptValue(map[name], level);
    if (value === map[name]) continue;
    accepted ??= { ...map };
    define(accepted, name, value);
  }
  return accepted ?? map;
}

function acceptElements(list: unknown, level: number): AttributeValue[] {
  if (!Array.isArray(list)) throw misplacedStructure();
  let accepted: AttributeValue[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const value = acceptValue(list[i], level);
    if (value === list[i]) continue;
    accepted ??= list.slice();
    accepted[i] = value;
  }
  return accepted ?? list;
}

const types = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

function soleType(value: AttributeValue): string {
  let found: string | undefined;
  for (const type in value) {
    if (!types.has(type) || value[type as keyof AttributeValue] === undefined) continue;
    if (found !== undefined) {
      throw invalid(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    }
    found = type;
  }
  if (found !== undefined) return found;
  throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

function checkLevel(level: number): void {
  if (level > mostLevels) throw tooDeep();
}

export function tooDeep() {
  return invalid('Nesting Levels have exceeded supported limits');
}
