/** A decimal number. */
export interface Decimal {
  negative: boolean;
  /** Significant digits without zeros on either side; empty for zero. */
  digits: string;
  /** Digits in front of the decimal point: the value is 0.digits × 10^point. */
  point: number;
}

// DynamoDB's numbers lie between 1E-130 and 9.9E+125; an exponent far outside is not written out as zeros.
const maxExponent = 1000;
const mostDigits = 38;

/** Whether a text is an integer that a double holds exactly, in its one spelling. */
export function isPlain(text: string): boolean {
  return /^(?:0|-?[1-9]\d{0,14})$/.test(text);
}

/** One spelling for each number, digit for digit: `1.50e1` and `015` are `15`. Other text is given back as it is. */
export function canonicalNumber(text: string): string {
  if (isPlain(text)) return text;
  const decimal = decimalOf(text);
  return decimal ? spell(decimal) : text;
}

/** The one spelling of a number. */
export function spell({ negative, digits, point }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Orders two numbers by value, exactly: negative, zero or positive. Text that is no number counts as zero. */
export function compareNumbers(a: string, b: string): number {
  if (isPlain(a) && isPlain(b)) return Number(a) - Number(b);
  const zero = { negative: false, digits: '', point: 0 };
  const [x, y] = [decimalOf(a) ?? zero, decimalOf(b) ?? zero];
  const [signX, signY] = [sign(x), sign(y)];
  if (signX !== signY) return signX - signY;
  const size = x.point - y.point || (x.digits < y.digits ? -1 : Number(x.digits > y.digits));
  return size * signX;
}

/** The sum of two numbers, exactly; undefined where it takes more than the 38 digits that DynamoDB has, or is beyond its range. */
export function addNumbers(a: string, b: string): string | undefined {
  if (isPlain(a) && isPlain(b)) return String(Number(a) + Number(b));
  const [x, y] = [decimalOf(a), decimalOf(b)];
  if (!x || !y) return undefined;
  const scale = Math.max(x.digits.length - x.point, y.digits.length - y.point);
  const sum = decimalOf(`${scaled(x, scale) + scaled(y, scale)}e${-scale}`)!;
  return isInRange(sum) ? spell(sum) : undefined;
}

/** The number with its sign turned. */
export function negated(number: string): string {
  if (number === '0') return number;
  return number.startsWith('-') ? number.slice(1) : `-${number.replace(/^\+/, '')}`;
}

/** Significant digits and sign of a number, as its stored size is counted. */
export function significance(text: string): { digits: number; negative: boolean } {
  const decimal = decimalOf(text);
  return { digits: decimal?.digits.length ?? text.length, negative: decimal?.negative ?? false };
}

/** Reads a number; undefined for other text. */
export function decimalOf(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, mark, whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '' || Math.abs(Number(exponent)) > maxExponent) return undefined;
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '');
  if (digits === '') return { negative: false, digits, point: 0 };
  return { negative: mark === '-', digits, point: whole.length - leading + Number(exponent) };
}

function isInRange({ digits, point }: Decimal): boolean {
  return digits.length <= mostDigits && (digits === '' || (point <= 126 && point > -130));
}

function scaled({ negative, digits, point }: Decimal, scale: number): bigint {
  const value = BigInt(digits === '' ? 0 : digits) * 10n ** BigInt(scale - (digits.length - point));
  return negative ? -value : value;
}

function sign({ negative, digits }: Decimal): number {
  if (digits === '') return 0;
  return negative ? -1 : 1;
}
