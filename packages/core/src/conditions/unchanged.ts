import type { AttributeValue, DocumentPath, Item } from '@dynamodb-migrate/expressions';

/** DynamoDB takes 300 operators and 4 KB in an expression. */
const mostTerms = 140;
const mostCharacters = 4000;

/** What is expected at a path: a value, anything, or nothing. */
export interface Expectation {
  path: DocumentPath;
  value: AttributeValue | 'anything' | 'nothing';
}

export interface UnchangedOptions {
  /** Compares maps and lists leaf by leaf, for engines that cannot compare them whole. @default false */
  leaves?: boolean;
  /** What placeholders begin with behind `#` and `:`. @default '' */
  prefix?: string;
}

/** A condition, as far as an expression can hold it. */
export interface Unchanged {
  expression: string;
  names: { [placeholder: string]: string };
  values: Item;
  /** The expectations that it does not hold, as it would be too large. */
  leftOut: Expectation[];
}

/** The condition that an item is as expected; the first expectations have precedence. */
export function unchanged(expected: readonly Expectation[], options: UnchangedOptions = {}): Unchanged {
  const { leaves = false, prefix = '' } = options;
  const names = new Map<string, string>();
  const kept: Unchanged = { expression: '', names: {}, values: {}, leftOut: [] };
  let terms = 0;

  for (const [at, one] of expected.entries()) {
    const draft = termsOf(one);
    const expression = [kept.expression, ...draft.terms].filter(Boolean).join(' AND ');
    if (terms + draft.terms.length > mostTerms || expression.length > mostCharacters) {
      kept.leftOut = expected.slice(at);
      break;
    }
    terms += draft.terms.length;
    kept.expression = expression;
    for (const [attribute, id] of draft.names) {
      names.set(attribute, id);
      kept.names[id] = attribute;
    }
    Object.assign(kept.values, draft.values);
  }
  return kept;

  function termsOf({ path, value }: Expectation) {
    const draft = { terms: [] as string[], names: new Map<string, string>(), values: {} as Item };
    const name = (attribute: string) => {
      const id = names.get(attribute) ?? draft.names.get(attribute) ?? `#${prefix}${names.size + draft.names.size}`;
      if (!names.has(attribute)) draft.names.set(attribute, id);
      return id;
    };
    const valueId = (content: AttributeValue) => {
      const id = `:${prefix}${Object.keys(kept.values).length + Object.keys(draft.values).length}`;
      draft.values[id] = content;
      return id;
    };
    const spell = (steps: DocumentPath) =>
      steps
        .map((step) => (typeof step === 'number' ? `[${step}]` : `.${name(step)}`))
        .join('')
        .slice(1);
    const same = (steps: DocumentPath, content: AttributeValue): void => {
      const parts = leaves ? children(content) : undefined;
      if (!parts) {
        draft.terms.push(`${spell(steps)} = ${valueId(content)}`);
        return;
      }
      draft.terms.push(`size(${spell(steps)}) = ${valueId({ N: String(parts.length) })}`);
      // A path cannot spell an empty name.
      for (const [step, part] of parts) if (step !== '') same([...steps, step], part);
    };
    if (value === 'anything') draft.terms.push(`attribute_exists(${spell(path)})`);
    else if (value === 'nothing') draft.terms.push(`attribute_not_exists(${spell(path)})`);
    else same(path, value);
    return draft;
  }
}

function children(value: AttributeValue): [string | number, AttributeValue][] | undefined {
  if ('M' in value) return Object.entries(value.M);
  return 'L' in value ? [...value.L.entries()] : undefined;
}
