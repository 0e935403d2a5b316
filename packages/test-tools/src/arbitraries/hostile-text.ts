import fc from 'fast-check';

/** What acts on terminals, hides, or turns what stands around it. */
const acting = [
  ...['\u0000', '\u0007', '\b', '\t', '\n', '\r', '\r\n', '\u001b', '\u001b[31m', '\u001b[2J', '\u001b]0;title\u0007'],
  ...[
    '\u001b[1A\u001b[2K',
    '\u007f',
    '\u0085',
    '\u009b31m',
    '\u00ad',
    '\u034f',
    '\u061c',
    '\u115f',
    '\u200b',
    '\u200d',
  ],
  ...['\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2060', '\u2066'],
  ...['\u2067', '\u2068', '\u2069', '\u3164', '\ufeff', '\ufff9', '\ud800', '\udc00', '\u{e0041}', '\u{e0100}'],
];

const ours = [
  '\n✔ applied 5 scripts',
  '\nerror: forged',
  '\nrecord id "x": forged',
  '\n  rollback: rm -rf /',
  '\r\nrun 1',
];

const markdown = [
  ...['</details>', '<h1>Approved by CTO</h1>', '<img src="https://evil.example/p.png">', '<!--', '-->', '<script>'],
  ...[
    '![p](https://evil.example/q.png)',
    '[a](javascript:b)',
    '[a]: https://evil.example',
    '[^1]',
    '<https://a.example>',
  ],
  ...[
    '@all',
    '@here',
    '@ada',
    'ada@example.com',
    '#123',
    '!123',
    '$1',
    '&1',
    '~label',
    '%"v1"',
    '^alert#1',
    'GH-12',
    'JIRA-7',
  ],
  ...[
    'owner/repo#1',
    'https://evil.example/x',
    'www.evil.example',
    'http:',
    ':x:',
    ':white_check_mark:',
    '$`a`$',
    '$$a$$',
  ],
  ...[
    '`',
    '``',
    '```',
    '````',
    '~~~',
    '\\',
    '\\`',
    '|',
    '\\|',
    '||',
    '|---|',
    '*',
    '**',
    '_',
    '__',
    '~~',
    '* a',
    '- a',
    '+ a',
  ],
  ...[
    '# a',
    '> a',
    '1. a',
    '1)',
    '---',
    '===',
    '- [x] a',
    '&lt;',
    '&#35;',
    '&amp;',
    '{{a}}',
    '[[a]]',
    '/approve',
    '/merge',
  ],
  ...[
    'deadbeef1',
    '0123456789abcdef0123456789abcdef01234567',
    '    a',
    '\n\n# a',
    '\n/approve',
    '\n```\n',
    '\n</details>\n\n',
  ],
];

/** Text that would do something wherever it is shown as it is, in parts that do and ordinary ones. */
export function hostileText(): fc.Arbitrary<string> {
  const part = fc.oneof(
    fc.constantFrom(...acting, ...ours),
    fc.constantFrom(...markdown),
    fc.constantFrom(' ', 'a', 'id "b"', 'snake_case', 'ü', '😀', 'no such user'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  return fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
}

/** What text that is shown must not hold: what acts, is not seen, or turns what stands around it. */
export const forbidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
