import { PassThrough } from 'node:stream';
import { styleText } from 'node:util';
import { forbidden, hostileText } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { createScreen, type Screen } from '../../src/output/screen';

/** What a screen prints. */
function printed(isTTY: boolean, say: (screen: Screen) => void): { stderr: string; stdout: string } {
  const [stderr, stdout] = [0, 1].map(() => Object.assign(new PassThrough(), { isTTY, columns: 10_000 }));
  say(createScreen(stderr as never, stdout as never));
  return { stderr: String(stderr!.read() ?? ''), stdout: String(stdout!.read() ?? '') };
}

const colours = ['bold', 'dim', 'green', 'yellow', 'red'] as const;
const texts = fc.record({
  before: hostileText(),
  within: hostileText(),
  after: hostileText(),
  at: fc.constantFrom(...colours),
});

describe.each([true, false])('on a terminal: %s', (isTTY) => {
  test('whatever is quoted, nothing acts but our colours, and no line but the first begins as ours do', () => {
    fc.assert(
      fc.property(texts, ({ before, within, after, at }) => {
        const say = (screen: Screen) => {
          screen.info(`said ${before}${screen.paint[at](within)}${after}`);
          screen.warn(before + after);
          screen.data(`said ${before}${screen.dataPaint[at](within)}${after}`);
          screen.data([before, after].map((text) => `said ${text}`));
        };
        const { stderr, stdout } = printed(isTTY, say);
        for (const [text, sentences, painted] of [
          [stderr, 2, [at, 'yellow']],
          [stdout, 3, [at]],
        ] as const) {
          const plain = isTTY ? withoutColours(text, painted) : text;
          expect(plain.replace(/[\n\t]/g, '')).not.toMatch(forbidden);
          expect(plain.match(/^(?! {4}|$).*/gm)).toHaveLength(sentences);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** Takes our colours out, each once, in the order in which they were painted: what data forges is left. */
function withoutColours(text: string, painted: readonly (typeof colours)[number][]): string {
  const codes = painted.flatMap((name) => styleText(name, '\n', { validateStream: false }).split('\n'));
  return codes.reduce((rest, code) => {
    expect(rest).toContain(code);
    return rest.replace(code, '');
  }, text);
}

test('a status is one line', () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      const { stderr } = printed(true, ({ status }) => status(`at ${text}`));
      expect(stderr.replace('\r\x1b[K', '').replace(/[\n\t]/g, '')).not.toMatch(forbidden);
    }),
  );
});

test('JSON is data off a terminal, and the same document on one', () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      const document = { [text]: text };
      const [there, here] = [false, true].map((isTTY) => printed(isTTY, ({ json }) => json(document)).stdout);
      expect(there).toBe(`${JSON.stringify(document, null, 2)}\n`);
      expect(here!.replace(/\n/g, '')).not.toMatch(forbidden);
      expect(JSON.parse(here!)).toEqual(document);
    }),
  );
});

test('a message in several lines hangs below its first, a stack stays as it is', () => {
  const stack = new Error('a\n✔ applied 5 scripts\n    b').stack!;
  const { stderr } = printed(false, ({ info }) => info(stack));
  expect(stderr).toBe(`${stack.replace('\n✔', '\n    ✔')}\n`);
});
