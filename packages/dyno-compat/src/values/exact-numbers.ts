import { type Observed, observe } from './observed-number';
import { isUnobserved, readsHere, textAtHand } from './reads';

/**
 * The memory of numbers that JavaScript cannot hold: their wire text, by the object or array they were read into, and
 * for copies by what the script has read of them. Numbers from 2^53 on are kept too when exact, so that they are never
 * taken for a neighbour that reads as the same value.
 */
const limit = 2 ** 53;

/** What a property holds that was assigned the value it had: a text of its own. */
const computed = Symbol('computed');

/** The same, where the text has so many digits that it may stand for those that were read. */
const rounded = Symbol('rounded');

type Known = string | typeof computed | typeof rounded;

const byContainer = new WeakMap<object, Map<string | number, Known>>();
const bySet = new WeakMap<object, readonly string[]>();

/** What was read lately. */
interface Generation {
  /** The one text that scripts read for an attribute name and value, or null when there were several. */
  texts: Map<string, string | null>;
  /** The values that stood for other digits than their own. */
  inexact: Set<number>;
}

// Two generations of at most 5,000 entries each: when the younger is full, the older is forgotten as a whole.
const generationSize = 5000;
let young: Generation = { texts: new Map(), inexact: new Set() };
let old: Generation = { texts: new Map(), inexact: new Set() };
/** Numbers remembered so far: tells whether a container has some that are to be observed. */
export let remembered = 0;

/** The number that a text stands for, remembered with its container when the number cannot tell the text. */
export function readNumber(text: string, container: object, key: string | number): number {
  const number = +text;
  if (isPlain(text, number)) return number;
  remembered++;
  if (Math.abs(number) < limit || !isExact(text, number)) generation().inexact.add(number);
  const texts = byContainer.get(container);
  if (texts) texts.set(key, text);
  else byContainer.set(container, new Map([[key, text]]));
  return number;
}

/** Has assignments to the remembered numbers of a container noticed from now on, and reads of them. */
export function observeNumbers(container: object, name?: string): void {
  const texts = byContainer.get(container);
  if (!texts) return;
  for (const [key, text] of texts) {
    if (typeof text === 'string') observe(container, key, text, name ?? String(key), watch);
  }
}

const watch: Observed = {
  read(text, number, name) {
    if (isUnobserved()) return;
    const id = nameKey(name, number);
    const before = known(id);
    generation().texts.set(id, before === undefined || before === text ? text : null);
    readsHere(id)?.add(text);
  },
  textAt(container, key) {
    const text = byContainer.get(container)?.get(key);
    return typeof text === 'string' && isObserved(container, key) ? text : undefined;
  },
  assigned(container, key, same) {
    const texts = byContainer.get(container);
    const text = texts?.get(key);
    if (!same) texts?.delete(key);
    else texts?.set(key, typeof text === 'string' && isRounded(text) ? rounded : computed);
  },
  moved(container, key, text) {
    byContainer.get(container)?.set(key, text);
  },
};

/** Remembers the texts of a number set, in order. */
export function rememberSet(set: object, texts: readonly string[]): void {
  bySet.set(set, texts);
}

/** The texts that a number set was read from; undefined when its numbers tell them. */
export function setTexts(set: object): readonly string[] | undefined {
  return bySet.get(set);
}

/** How a number is to be written. */
export interface Digits {
  /** @default the number's own */
  text?: string;
  /** Whether the number may stand for other digits than those written. */
  doubtful?: boolean;
  /** Whether the script may have computed the very value that it had read. */
  kept?: boolean;
  /** The digits if this is a key, null where they cannot be known. @default the same */
  asKey?: string | null;
}

const own: Digits = {};

/**
 * The digits of a number about to be written: those that it was read with, by its container and key, unless it was
 * assigned since; else, of a copy, those that the script has read of this attribute. A short number of unknown origin is
 * taken for computed, unless it is a key.
 */
export function digitsOf(number: number, container: object, key: string | number, name: string): Digits {
  const text = remembered > 0 ? ownText(number, container, key) : undefined;
  if (typeof text === 'symbol') {
    return isDoubtful(number) ? { doubtful: text === rounded, asKey: readText(number, name) ?? null } : own;
  }
  return text === undefined ? copiedDigits(number, name) : { text };
}

function copiedDigits(number: number, name: string): Digits {
  if (!isDoubtful(number)) return own;
  const text = readText(number, name);
  if (isShort(number)) return { doubtful: true, asKey: text ?? null };
  if (text === undefined) return { doubtful: Math.abs(number) > limit || isInexact(number), asKey: null };
  // A whole number stays the same whatever it is rounded to.
  return { text, kept: !isExact(text, number) && !/^-?\d+$/.test(text) };
}

function isShort(number: number): boolean {
  return Math.abs(number) < limit && String(number).length < 16;
}

function isRounded(text: string): boolean {
  return !isShort(+text) && !isExact(text, +text);
}

/** Whether a number may stand for other digits than its own. */
function isDoubtful(number: number): boolean {
  return Number.isFinite(number) && (Math.abs(number) >= limit || (remembered > 0 && isInexact(number)));
}

function isInexact(number: number): boolean {
  return young.inexact.has(number) || old.inexact.has(number);
}

function ownText(number: number, container: object, key: string | number): Known | undefined {
  const text = byContainer.get(container)?.get(key);
  if (typeof text !== 'string') return text;
  if (!Object.is(Number(text), number)) return undefined;
  // Where it is not observed any more, it was redefined past the setter.
  return isObserved(container, key) ? text : computed;
}

function isObserved(container: object, key: string | number): boolean {
  return Object.getOwnPropertyDescriptor(container, key)?.get !== undefined;
}

/** The text that the script has read for a name and value; undefined when there was none, or may be several. */
function readText(number: number, name: string): string | undefined {
  const id = nameKey(name, number);
  // What JavaScript can hold is read from the record at hand without being noticed.
  const hand = textAtHand(name);
  const plain = hand !== undefined && Object.is(Number(hand), number) && isPlain(hand, number) ? hand : undefined;
  const reads = readsHere(id);
  if (reads?.any) return plain === undefined ? reads.use() : undefined;
  return plain ?? known(id) ?? undefined;
}

/** Whether a number tells the text that it was read from. */
function isPlain(text: string, number: number): boolean {
  // Up to 15 digits a double gives that back.
  return !(text.length >= 16) || (Math.abs(number) < limit && isExact(text, number));
}

function generation(): Generation {
  if (young.texts.size >= generationSize || young.inexact.size >= generationSize) {
    old = young;
    young = { texts: new Map(), inexact: new Set() };
  }
  return young;
}

function known(id: string): string | null | undefined {
  const text = young.texts.get(id);
  return text === undefined ? old.texts.get(id) : text;
}

function nameKey(name: string, number: number): string {
  return `${number} ${name}`;
}

function isExact(text: string, number: number): boolean {
  const digits = String(number);
  return digits === text || canonical(digits) === canonical(text);
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
