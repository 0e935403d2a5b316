/** What an option may be: how that is said, and whether a value is it. */
export type Kind = readonly [words: string, fits: (value: any) => boolean];

export const text: Kind = ['a text', (value) => typeof value === 'string'];
export const yesOrNo: Kind = ['true or false', (value) => typeof value === 'boolean'];
export const object: Kind = ['an object', (value) => typeof value === 'object' && value !== null];
export const callable: Kind = ['a function', (value) => typeof value === 'function'];
export const whole = (least: number): Kind => [
  `a whole number of at least ${least}`,
  (value) => Number.isSafeInteger(value) && value >= least,
];
export const oneOf = (...words: string[]): Kind => [
  words.map((word) => `'${word}'`).join(' or '),
  (value) => words.includes(value),
];
export const share: Kind = [
  'a number above 0, and 1 at most',
  (value) => typeof value === 'number' && value > 0 && value <= 1,
];
export const address: Kind = [
  'an address such as http://localhost:4567',
  (value) => typeof value === 'string' && /^https?:[^?#]*$/.test(value) && URL.canParse(value),
];

/** What each option of a group may be. */
export type Kinds<Options> = { readonly [Name in keyof Required<Options>]: Kind };
