import { printable } from '@dynamodb-migrate/core';
import { forbidden, hostileText } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { type Plan, planMarker, planPage } from '../../src';
import { code, prose } from '../../src/plan/inert';
import { plan, planned } from './given';

// Addresses without a scheme are no links on a forge, but for those that begin with www.
const markdown = new MarkdownIt({ html: true, linkify: true });
markdown.linkify.set({ fuzzyLink: false });

/** A plan with a text of its own at every place. */
function planOf(text: () => string): Plan {
  const change = (kind: 'added' | 'changed' | 'removed') => ({
    ...{ table: text(), key: { [text()]: { S: text() } }, kind },
    attributes: [
      { path: text(), kind: 'changed' as const, before: { S: text() }, after: { M: { [text()]: { SS: [text()] } } } },
      { path: text(), kind: 'changed' as const, elements: { added: [text()], removed: [text()] } },
    ],
  });
  const counts = { added: 1, changed: 0, removed: 0, unchanged: 0 };
  const script = () =>
    planned(text(), {
      estimate: { writeUnits: 1, readUnits: 1, seconds: 20, boundBy: text() },
      ...{ description: text(), tables: [text(), text()], errors: [text(), text()], notes: [text(), text()] },
      changes: [
        { table: text(), ...counts },
        { table: text(), ...counts },
      ],
      samples: [change('added'), change('changed'), change('removed')],
      refusals: [{ operation: text(), table: text(), name: text(), message: text(), times: 3 }],
    });
  return plan({
    ...{ environment: text(), ledger: { table: text(), position: text() } },
    ...{ scripts: [script(), script()], problems: [text(), text()] },
    waiting: [{ script: text(), line: text() }, { script: text() }],
    warnings: [{ table: text(), kind: 'size', message: text() }],
  });
}

const places = 120;
const hostilePlan = fc.array(hostileText(), { minLength: places, maxLength: places }).map((texts) => {
  let at = 0;
  return planOf(() => texts[at++]!);
});

/** What a page is made of, where text and code are the same: nodes in order, our own HTML with its text left out. */
function structure(page: string): string[] {
  return markdown.parse(page, {}).flatMap(({ type, tag, markup, content, children }) => {
    if (type === 'html_block') return [`html ${withoutText(content)}`];
    if (type === 'fence') return [`fence ${content.match(/^[+!-] /gm)?.length}`];
    const inline = (children ?? []).map((child) =>
      /^(text|code_inline)$/.test(child.type) ? 'text' : `${child.type} ${child.markup} ${withoutText(child.content)}`,
    );
    const several = inline.filter((node, index) => node !== 'text' || inline[index - 1] !== 'text');
    return [`${type} ${tag} ${/^`/.test(markup) ? '' : markup}`, ...several];
  });
}

function withoutText(html: string): string {
  return html
    .replace(/<!-- dynamodb-migrate plan: [^<>]*(?<!-) -->/, 'marker')
    .replace(/<code>[^<>]*<\/code>|(?<=>)(?!<)[^<>]+(?=<)/g, '…')
    .replace(/…[… ]*/g, '…');
}

/** Text that is not code, as a forge looks through it. */
function textsOf(page: string): string[] {
  const tokens = markdown.parse(page, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  return tokens.flatMap(({ type, content }) => {
    if (type === 'text') return [content.replace(/^:x: /, '')];
    if (type !== 'html_block') return [];
    return content.replace(/<code>[^<>]*<\/code>|<!--.*-->/g, '').match(/(?<=>)[^<>]+(?=<)/g) ?? [];
  });
}

/** What somebody reads, as one text. */
function readable(page: string): string {
  const text = markdown.parse(page, {}).flatMap(({ type, content, children }) => {
    if (type === 'html_block') return [unescaped(content.replace(/<[^<>]*>/g, ''))];
    if (type === 'fence') return [content];
    return [(children ?? []).map((child) => child.content).join('')];
  });
  return text.join('\n');
}

function unescaped(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

test('a page of hostile texts is made of what one of harmless texts is made of', () => {
  const expected = structure(planPage(planOf(() => 'harmless')));
  expect(expected).toContain('html <details><summary>…</summary>\n');
  fc.assert(
    fc.property(hostilePlan, (given) => {
      const page = planPage(given);
      expect(structure(page)).toEqual(expected);
      expect(page.replaceAll('\n', '')).not.toMatch(forbidden);
      for (const text of textsOf(page)) {
        expect(text).not.toMatch(
          /[@#$[\]{}`*~|\\^]|www\.|:\/\/|:\w|!\w|&\w|(^|\s)\/|\b(?=\w*\d)(?=\w*[a-f])[\da-f]{7,}\b/i,
        );
      }
      expect(textsOf(page).join('\n')).not.toMatch(/\b[A-Z]+-\d/);
      expect(page).not.toMatch(/^\s*\//m);
    }),
    { numRuns: 300 },
  );
});

test('hostile texts come back readable', () => {
  fc.assert(
    fc.property(hostilePlan, (given) => {
      const page = readable(planPage(given));
      const { scripts, problems, waiting, warnings } = given;
      const sentences = [...problems, ...warnings.map(({ message }) => message)];
      const names = [given.environment, given.ledger.table, ...waiting.map(({ script }) => script)];
      for (const { script, description, errors, notes, refusals, tables } of scripts) {
        sentences.push(
          description!,
          ...errors,
          ...notes,
          ...refusals.map(({ name, message }) => `${name}: ${message}`),
        );
        names.push(script, ...tables.map((table) => table.replaceAll('\\|', '\\\\u007c')));
      }
      for (const text of sentences) expect(page).toContain(printable(text.replace(/[ \t\r\n\f\v]+/g, ' ').trim()));
      for (const text of names) expect(page).toContain(printable(text));
    }),
    { numRuns: 300 },
  );
});

test('code is one span with the text as it is', () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      const [, inline] = markdown.parse(`a ${code(text)} b`, {});
      expect(inline!.children!.map(({ type, content }) => [type, content])).toEqual([
        ['text', 'a '],
        ['code_inline', printable(text) || ' '],
        ['text', ' b'],
      ]);
    }),
    { numRuns: 3000 },
  );
});

test('markers are comments, and other ones for other environments', () => {
  fc.assert(
    fc.property(hostileText(), hostileText(), (one, other) => {
      expect(
        markdown
          .parse(`${planMarker(one)}\n\na`, {})
          .map(({ type }) => type)
          .join(),
      ).toMatch(/^html_block,paragraph_open/);
      expect(planMarker(one)).toMatch(/^<!-- (?!-?>)((?!--).)*(?<!-) -->$/);
      expect(planMarker(one) === planMarker(other)).toBe(one === other);
    }),
    { numRuns: 1000 },
  );
  expect(planMarker('eu-west/staging_1.x')).toBe('<!-- dynamodb-migrate plan: eu-west/staging_1.x -->');
});

test.each([
  'record id "b": no such user',
  '1.js was changed since it was applied',
  'ValidationException: One or more parameter values were invalid: Type mismatch for key id expected: S actual: N',
  'changed is 5, expected <= 3 (of 10 %)',
  'it cannot be loaded: was it renamed to 2024-01-01-add-acl.js?',
  'snake_case and camelCase, eu-west-1/users, «naïve» → 日本語 😀',
])('ordinary: %s', (text) => {
  expect(prose(text)).toBe(text);
});

test.each([
  ['cannot handle @all now', 'cannot handle `@all` now'],
  ['id "a@b.org": see #12 and\n  https://a.org', 'id `"a@b.org":` see `#12` and `https://a.org`'],
  ['it has `ticks` in it', 'it has `` `ticks` `` in it'],
  ['1. is no list', '`1.` is no list'],
])('%s', (text, expected) => {
  expect(prose(text)).toBe(expected);
});
