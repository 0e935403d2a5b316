import { type AttributeValue, MigrateError } from '@dynamodb-migrate/core';

export type Path = (string | number)[];
interface Call {
  type: string;
  name?: string;
  args: Operand[];
}
export type Operand = Path | AttributeValue | Call;

/** A condition as dynalite's parser gives it and its evaluator takes it. */
export interface Condition {
  type: string;
  name?: string;
  args: (Condition | Operand)[];
}

/**
 * The same condition in terms that dynalite evaluates as DynamoDB does. Its evaluator compares maps and lists by
 * identity, and takes `false` and empty values for missing in some places.
 */
export function exact(condition: Condition): Condition {
  const { type, name, args } = condition;
  const [first, second] = args as [Operand, Operand];
  if (type === 'and' || type === 'or' || type === 'not') {
    return { type, args: (args as Condition[]).map(exact) };
  }
  if (type === '=') return equal(first, second);
  if (type === '<>') return not(equal(first, second));
  if (type === 'in')
    return join(
      'or',
      (args as Operand[]).slice(1).map((value) => equal(first, value)),
    );
  if (type === 'between') {
    return join('and', [sized('>=', first, second), sized('<=', first, args[2] as Operand)]);
  }
  if (type !== 'function') return sized(type, first, second);
  if (name === 'attribute_type') return hasType(first as Path, (second as { S: string }).S);
  if (name === 'contains' || name === 'begins_with') checkSought(name, second);
  return condition;
}

export function call(name: string, ...args: Operand[]): Condition {
  return { type: 'function', name, args };
}

export function not(condition: Condition): Condition {
  return { type: 'not', args: [condition] };
}

/** Conditions joined as a balanced tree, since dynalite's evaluator is recursive. */
export function join(type: 'and' | 'or', conditions: Condition[]): Condition {
  if (conditions.length === 1) return conditions[0]!;
  const middle = conditions.length >> 1;
  return { type, args: [join(type, conditions.slice(0, middle)), join(type, conditions.slice(middle))] };
}

function equal(left: Operand, right: Operand): Condition {
  if (Array.isArray(left) && isLiteral(right)) return equalTo(left, right);
  if (isLiteral(left) && Array.isArray(right)) return equalTo(right, left);
  if (Array.isArray(left) && Array.isArray(right)) {
    return join('and', [call('attribute_exists', left), { type: '=', args: [left, right] }]);
  }
  return sized('=', left, right);
}

function equalTo(path: Path, value: AttributeValue): Condition {
  const elements: [string | number, AttributeValue][] | undefined =
    'M' in value ? Object.entries(value.M) : 'L' in value ? [...value.L.entries()] : undefined;
  if (!elements) return { type: '=', args: [path, value] };
  return join('and', [
    call('attribute_type', path, { S: 'M' in value ? 'M' : 'L' }),
    { type: '=', args: [sizeOf(path), { N: String(elements.length) }] },
    ...elements.map(([step, element]) => equalTo([...path, step], element)),
  ]);
}

/** A comparison in which the size of an empty string or binary is 0. */
function sized(type: string, left: Operand, right: Operand): Condition {
  const plain: Condition = { type, args: [left, right] };
  const measured = [left, right].find((operand) => !Array.isArray(operand) && !isLiteral(operand)) as Call | undefined;
  const path = measured?.args[0];
  if (!Array.isArray(path)) return plain;
  const zero = [left, right].map((operand) => (operand === measured ? { N: '0' } : operand));
  const empty = [{ S: '' }, { B: '' }].map((value): Condition => ({ type: '=', args: [path, value] }));
  return join('or', [plain, join('and', [join('or', empty), { type, args: zero }])]);
}

function hasType(path: Path, type: string): Condition {
  const falsy: { [type: string]: AttributeValue } = { S: { S: '' }, B: { B: '' }, BOOL: { BOOL: false } };
  const plain = call('attribute_type', path, { S: type });
  const value = falsy[type];
  return value ? join('or', [plain, { type: '=', args: [path, value] }]) : plain;
}

/** Refuses what dynalite cannot look for, or only after it has taken the bytes for text. */
function checkSought(name: string, value: Operand): void {
  const [type, content] = isLiteral(value) ? Object.entries(value)[0]! : ['S'];
  if (type === 'S' || type === 'N' || (type === 'B' && isText(content))) return;
  throw new MigrateError(
    'ENGINE_LIMIT',
    `The embedded DynamoDB cannot evaluate ${name}() with this value of type ${type}`,
  );
}

function isText(base64: string): boolean {
  const text = Buffer.from(base64, 'base64').toString();
  return !text.includes('\ufffd') && Buffer.from(text).toString('base64') === base64;
}

function sizeOf(path: Path): Call {
  return { type: 'function', name: 'size', args: [path] };
}

function isLiteral(operand: Operand): operand is AttributeValue {
  return !Array.isArray(operand) && !('args' in operand);
}
