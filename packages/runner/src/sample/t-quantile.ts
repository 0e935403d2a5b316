const z = 1.959963984540054;

/**
 * The value that Student's t with so many degrees of freedom (3 at least) stays below in 97.5 % of the cases: that of the
 * normal distribution, and the first terms of its expansion (Abramowitz and Stegun, 26.7.5).
 */
export function tQuantile(freedom: number): number {
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, at) => sum + term / freedom ** (at + 1), z);
}
