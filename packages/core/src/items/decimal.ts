interface Decimal {
  negative: boolean;
  /** Significant digits without zeros on either side; empty for zero. */
  digits: string;
  /** Digits in front of the decimal point: the value is 0.digits × 10^point. */
  point: number;
}

// DynamoDB's numbers lie between 1E-130 and 9.9E+125; an exponent far outside is not written out as zeros.
const maxExponent = 1000;

/** One spelling for each number, digit for digit: `1.50e1` and `015` are `15`. Other text is given back as it is. */
export function canonicalNumber(text: string): string {
  const decimal = parse(text);
  if (!decimal) return text;
  const { negative, digits, point } = decimal;
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Orders two numbers by value, exactly: negative, zero or positive. Text that is no number counts as zero. */
export function compareNumbers(a: string, b: string): number {
  const zero = { negative: false, digits: '', point: 0 };
  const [x, y] = [parse(a) ?? zero, parse(b) ?? zero];
  const [signX, signY] = [sign(x), sign(y)];
  if (signX !== signY) return signX - signY;
  const size = x.point - y.point || (x.digits < y.digits ? -1 : Number(x.digits > y.digits));
  return size * signX;
}

/** The sum of two numbers, exactly; undefined where it takes more than the 38 digits that DynamoDB has, or is beyond its range. */
export function addNumbers(a: string, b: string): string | undefined {
  const [x, y] = [parse(a), parse(b)];
  if (!x || !y) return undefined;
  const scale = Math.max(x.digits.length - x.point, y.digits.length - y.point);
  const sum = scaled(x, scale) + scaled(y, scale);
  const text = canonicalNumber(`${sum}e${-scale}`);
  const { digits, point } = parse(text)!;
  return digits.length > 38 || (digits !== '' && (point > 126 || point <= -130)) ? undefined : text;
}

/** The number with its sign turned. */
export function negated(number: string): string {
  return number.startsWith('-') ? number.slice(1) : `-${number.replace(/^\+/, '')}`;
}

/** Significant digits and sign of a number, as its stored size is counted. */
export function significance(text: string): { digits: number; negative: boolean } {
  const decimal = parse(text);
  return { digits: decimal?.digits.length ?? text.length, negative: decimal?.negative ?? false };
}

function scaled({ negative, digits, point }: Decimal, scale: number): bigint {
  const value = BigInt(digits === '' ? 0 : digits) * 10n ** BigInt(scale - (digits.length - point));
  return negative ? -value : value;
}

function sign({ negative, digits }: Decimal): number {
  if (digits === '') return 0;
  return negative ? -1 : 1;
}

function parse(text: string): Decimal | undefined {
  const match = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  if (!match) return undefined;
  const [, mark, whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '' || Math.abs(Number(exponent)) > maxExponent) return undefined;
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '');
  if (digits === '') return { negative: false, digits, point: 0 };
  return { negative: mark === '-', digits, point: whole.length - leading + Number(exponent) };
}
