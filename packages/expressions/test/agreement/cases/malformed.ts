import fc, { type Arbitrary } from 'fast-check';

const intruders = [
  ...['(', ')', ',', '.', '[', ']', '=', '+', '-', '<>', 'AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'SET', 'ADD', 'REMOVE'],
  ...['size', 'size(', 'contains', ':v0', ':undefined', '#undefined', '#', ':', '[0]', '[-1]', '.x', 'name', 'Status'],
  ...['!', '$', '"', '1', '1a', 'list_append', 'if_not_exists(', 'attribute_exists(n)', 'foo(n)', 'n', 'id', '()'],
  ...['_a', 'ünï', '((', '))', 'SIZE(n)', 'n = n', ', n', '\n', '\t'],
];

/** Ways to spoil the text of an expression. */
export const spoilers: Arbitrary<(text: string) => string> = fc
  .tuple(
    fc.constantFrom('drop', 'twice', 'put', 'swap', 'wrap', 'cut'),
    fc.nat(1000),
    fc.nat(1000),
    fc.constantFrom(...intruders),
  )
  .map(([way, a, b, intruder]) => (text) => {
    const words = text.split(/(\s+|[(),.=[\]+-])/).filter(Boolean);
    if (words.length === 0) return intruder;
    const i = a % words.length;
    const j = b % words.length;
    if (way === 'drop') words.splice(i, 1);
    else if (way === 'twice') words.splice(i, 0, words[i]!);
    else if (way === 'put') words.splice(i, 0, ` ${intruder} `);
    else if (way === 'swap') [words[i], words[j]] = [words[j]!, words[i]!];
    else if (way === 'cut') words.splice(i);
    else return `${text.slice(0, a % text.length)}(${text.slice(a % text.length)})`;
    return words.join('');
  });
