import { invalid, invalidParameter } from '../refusal';
import { acceptBinary } from './binary';
import { misplacedStructure, notText } from './not-text';
import { acceptNumber } from './number';

/** The elements of a set as DynamoDB keeps them. Throws a `Refusal` where there are none, or some twice. */
export function acceptSet(type: string, elements: unknown): string[] {
  if (!Array.isArray(elements)) throw misplacedStructure();
  if (elements.length === 0) throw invalidParameter(emptiness(type));
  const accept = type === 'NS' ? acceptNumber : type === 'BS' ? acceptBinary : acceptText;
  let accepted: string[] | undefined;
  for (let i = 0; i < elements.length; i++) {
    const element = accept(elements[i]);
    if (element === elements[i]) continue;
    accepted ??= elements.slice();
    accepted[i] = element;
  }
  const set = accepted ?? elements;
  if (set.length > 1 && new Set(set).size < set.length) throw twice(type, set);
  return set;
}

function acceptText(text: unknown): string {
  if (typeof text !== 'string') throw notText(text);
  return text;
}

function emptiness(type: string): string {
  if (type === 'BS') return 'Binary sets should not be empty';
  return `An ${type === 'SS' ? 'string' : 'number'} set  may not be empty`;
}

function twice(type: string, elements: string[]) {
  if (type === 'NS') return invalid('Input collection contains duplicates');
  const kind = type === 'BS' ? 'of type BS ' : ' ';
  return invalidParameter(`Input collection [${elements.join(', ')}]${kind}contains duplicates.`);
}
