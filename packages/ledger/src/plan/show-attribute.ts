import type { AttributeChange, AttributeValue } from '@dynamodb-migrate/core';

const longest = 80;

/** The lines of a diff that tell what becomes of an attribute. */
export function showAttribute({ path, before, after, elements }: AttributeChange): string[] {
  if (elements) {
    const { added, removed } = elements;
    return [
      ...removed.map((text) => `-   ${path}: ${short(text)}`),
      ...added.map((text) => `+   ${path}: ${short(text)}`),
    ];
  }
  return [
    ...(before ? [`-   ${path}: ${short(show(before))}`] : []),
    ...(after ? [`+   ${path}: ${short(show(after))}`] : []),
  ];
}

// As JSON where JSON says it all, with the type in front where it does not.
function show(value: AttributeValue): string {
  if ('S' in value) return JSON.stringify(value.S);
  if ('N' in value) return value.N;
  if ('BOOL' in value) return String(value.BOOL);
  if ('NULL' in value) return 'null';
  if ('L' in value) return `[${value.L.map(show).join(', ')}]`;
  if ('M' in value)
    return `{${Object.entries(value.M)
      .map(([name, inner]) => `${name}: ${show(inner)}`)
      .join(', ')}}`;
  const [type, content] = Object.entries(value)[0] as [string, string | string[]];
  return `${type}(${[content].flat().join(', ')})`;
}

function short(text: string): string {
  // Not in the midst of a character of two code units.
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
