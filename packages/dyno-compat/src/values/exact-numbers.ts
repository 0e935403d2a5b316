/**
 * The memory of numbers that JavaScript cannot hold: their wire text, by the object or array they were read into, and
 * by attribute name and value for copies of records. Numbers from 2^53 on are kept too when exact, so that they are
 * never taken for a neighbour that reads as the same value.
 */
const limit = 2 ** 53;

const byContainer = new WeakMap<object, Map<string | number, string>>();
const bySet = new WeakMap<object, readonly string[]>();

/** What was read lately, by name and value. */
interface Generation {
  /** The one text read for an attribute name and value, or null when there were several. */
  texts: Map<string, string | null>;
  /** The values that stood for other digits than their own. */
  inexact: Set<number>;
}

// Two generations of at most 5,000 texts each: when the younger is full, the older is forgotten as a whole.
const generationSize = 5000;
let young: Generation = { texts: new Map(), inexact: new Set() };
let old: Generation = { texts: new Map(), inexact: new Set() };
/** Whether any number has been remembered since the process began. */
let used = false;

/** The number that a text stands for, remembered with its container when the number cannot tell the text. */
export function readNumber(text: string, container: object, key: string | number, name: string): number {
  const number = +text;
  // Up to 15 digits a double gives back the text it was read from.
  if (!(text.length >= 16)) return number;
  if (remember(text, number, name)) {
    const texts = byContainer.get(container);
    if (texts) texts.set(key, text);
    else byContainer.set(container, new Map([[key, text]]));
  }
  return number;
}

/** Remembers the texts of a number set, in order, when one of them cannot be told from its number. */
export function rememberSet(set: object, texts: readonly string[], numbers: readonly number[], name: string): void {
  let remembered = false;
  for (let i = 0; i < texts.length; i++) {
    if (texts[i]!.length >= 16 && remember(texts[i]!, numbers[i]!, name)) remembered = true;
  }
  if (remembered) bySet.set(set, texts);
}

/** The texts that a number set was read from; undefined when its numbers tell them. */
export function setTexts(set: object): readonly string[] | undefined {
  return bySet.get(set);
}

/**
 * The text that a number about to be written was read from: by its container and key, else by its attribute name when
 * only one text was read for it. Undefined when the number tells its text, or when nothing can.
 */
export function exactText(number: number, container: object, key: string | number, name: string): string | undefined {
  if (!used) return undefined;
  const text = byContainer.get(container)?.get(key);
  if (text !== undefined && Object.is(Number(text), number)) return text;
  return copiedText(number, name);
}

/** As `exactText`, for a value whose container is unknown. A short number is its own text, so it is never replaced. */
export function copiedText(number: number, name: string): string | undefined {
  if (!used || (Math.abs(number) < limit && String(number).length < 16)) return undefined;
  return known(nameKey(name, number)) ?? undefined;
}

/** Whether a number may stand for other digits than its own. */
export function isDoubtful(number: number): boolean {
  if (Math.abs(number) > limit) return Number.isFinite(number);
  return used && (young.inexact.has(number) || old.inexact.has(number));
}

/** Remembers the text of a number that cannot tell it, and says whether it is one. */
function remember(text: string, number: number, name: string): boolean {
  const exact = isExact(text, number);
  if (exact && Math.abs(number) < limit) {
    // The text of another number must not be given to this one.
    if (used && (known(nameKey(name, number)) ?? text) !== text) young.texts.set(nameKey(name, number), null);
    return false;
  }
  used = true;
  const key = nameKey(name, number);
  const before = known(key);
  if (young.texts.size >= generationSize) {
    old = young;
    young = { texts: new Map(), inexact: new Set() };
  }
  young.texts.set(key, before === undefined || before === text ? text : null);
  if (!exact) young.inexact.add(number);
  return true;
}

function known(key: string): string | null | undefined {
  const text = young.texts.get(key);
  return text === undefined ? old.texts.get(key) : text;
}

function nameKey(name: string, number: number): string {
  return `${number} ${name}`;
}

function isExact(text: string, number: number): boolean {
  const own = String(number);
  return own === text || canonical(own) === canonical(text);
}

/** A decimal as sign, digits without zeros at either end, and exponent. */
function canonical(text: string): string {
  const match = /^([-+]?)(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text);
  if (!match) return text;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign === '-' ? '-' : ''}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}
