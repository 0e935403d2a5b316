import { runInNewContext } from 'node:vm';
import { transformSync } from '@swc/core';
import fc from 'fast-check';
import { createJiti } from 'jiti';
import { classPlugin } from '../../../src/script/classes/plugin';

/** What a module does, written by its code into `log`, and what it exports. */
function run(code: string): { log: unknown[]; exports: any; error?: string } {
  const log: unknown[] = [];
  const exports: any = {};
  const metadata = (key: string, value: any) => (_target: object, name?: string) => {
    if (key === 'design:type') log.push(['type', name, value?.name]);
  };
  const reflect = Object.assign(Object.create(Reflect), { metadata });
  runInNewContext(code, {
    exports,
    module: { exports },
    log,
    Reflect: reflect,
    jitiImport: undefined,
    require: () => ({}),
  });
  return { log, exports };
}

function ours(source: string, assign: boolean): string {
  const transformOptions = { babel: { plugins: [classPlugin({ assign })] } };
  const jiti = createJiti(__filename, { fsCache: false, transformOptions });
  return jiti.transform({ source, filename: '/x.ts', ts: true });
}

/** The same as TypeScript would have it, by the transpiler that knows both kinds of fields. */
function reference(source: string, assign: boolean): string {
  return transformSync(source, {
    filename: '/x.ts',
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      target: 'es2022',
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: !assign },
    },
    module: { type: 'commonjs' },
  }).code;
}

function outcome(code: string): unknown {
  const { log, exports } = run(code);
  const { Subject } = exports;
  const instance = new Subject('given');
  const own = (object: object) =>
    Object.entries(Object.getOwnPropertyDescriptors(object))
      .filter(([name]) => !['prototype', 'length', 'name'].includes(name))
      .map(([name, { value, get }]) => [
        name,
        typeof value === 'function' ? 'function' : String(value),
        get !== undefined,
      ]);
  return JSON.parse(JSON.stringify({ log, instance: own(instance).sort(), statics: own(Subject).sort() }));
}

const prelude = `
const note = (name: string): any => (target: any, key?: any, third?: any) => {
  log.push([name, typeof target, key, typeof third === 'object' ? 'descriptor' : third]);
};
const setter = (target: any, key: string) => {
  Object.defineProperty(target, key, { set(value) { log.push(['set', key, value]); }, get: () => 'got', configurable: true });
};
declare const log: any[];
class Base { base = 'base'; constructor(public first: string) { log.push('base made'); } }
`;

interface Member {
  kind: 'field' | 'method' | 'getter' | 'setter';
  isStatic: boolean;
  decorators: string[];
  value: string | undefined;
  type: string;
  definite: boolean;
  key: 'plain' | 'text' | 'computed';
}

const member: fc.Arbitrary<Member> = fc.record({
  kind: fc.constantFrom('field', 'field', 'field', 'method', 'getter', 'setter'),
  isStatic: fc.boolean(),
  decorators: fc.array(fc.constantFrom('@note("a")', '@note("b")'), { maxLength: 2 }),
  value: fc.constantFrom(undefined, '1', '"text"', '() => this', 'note.length'),
  type: fc.constantFrom('string', 'number', 'boolean', 'Date', 'string[]', 'any'),
  definite: fc.boolean(),
  key: fc.constantFrom('plain', 'plain', 'text', 'computed'),
});

function written({ kind, isStatic, decorators, value, type, definite, key }: Member, index: number): string {
  const name = { plain: `m${index}`, text: `'m ${index}'`, computed: `['m' + ${index}]` }[key];
  // Without a word between them Babel's parser takes a computed key for the decorator's.
  const before = [...decorators, 'public', ...(isStatic ? ['static'] : [])].join(' ');
  const annotation = type === 'any' ? '' : `: ${type}`;
  switch (kind) {
    case 'method':
      // Babel's plugin for parameters knows plain names only.
      return `${before} ${name}(${key === 'plain' ? '@note("param") ' : ''}given: string): void {}`;
    case 'getter':
      return `${before} get ${name}()${annotation} { return 1 as any; }`;
    case 'setter':
      return `${before} set ${name}(value${annotation}) {}`;
    default:
      return value !== undefined
        ? `${before} ${name}${annotation} = ${value} as any;`
        : `${before} ${name}${definite && annotation ? '!' : ''}${annotation};`;
  }
}

const subject = fc
  .record({
    members: fc.array(member, { maxLength: 5 }),
    heritage: fc.constantFrom('', 'extends Base'),
    decorator: fc.constantFrom('', '@note("class")'),
    made: fc.constantFrom('none', 'plain', 'parameters'),
  })
  .map(({ members, heritage, decorator, made }) => {
    const call = heritage ? 'super(given);' : '';
    const parameter = made === 'parameters' ? 'private given: string' : 'given: string';
    const init = made === 'none' ? '' : `constructor(${parameter}) { ${call} log.push('made'); }`;
    // TypeScript decorates static members last, swc where they stand.
    const inOrder = members.toSorted((a, b) => Number(a.isStatic) - Number(b.isStatic));
    const body = [...inOrder.map(written), init].join('\n');
    return `${prelude}\n${decorator} export class Subject ${heritage} {\n${body}\n}`;
  });

/** Attributes whose metadata the two do not agree on how far to go are left out: only those of fields are compared. */
const comparable = (value: any) => ({ ...value, log: value.log.filter(([kind]: [string]) => kind !== 'type') });

test.each([true, false])('classes are what TypeScript makes of them, fields assigned: %s', (assign) => {
  fc.assert(
    fc.property(subject, (source) => {
      expect(comparable(outcome(ours(source, assign)))).toEqual(comparable(outcome(reference(source, assign))));
    }),
    { numRuns: 100 },
  );
});

test('static members are decorated last', () => {
  const source = `${prelude} export class Subject { @note('a') static s = 1; @note('b') i = 1; @note('c') static m() {} }`;
  expect(comparable(run(ours(source, false))).log.map(([name]: [string]) => name)).toEqual(['b', 'a', 'c']);
});

test('a field without a value leaves the accessor alone that its decorator made, one with a value sets it', () => {
  const source = `${prelude} export class Subject { @setter id!: string; @setter kind = 'person'; }`;
  const { log, exports } = run(ours(source, true));
  const made = new exports.Subject();
  const { log: told } = comparable({ log });
  expect({ log: told, own: Object.keys(made), id: made.id }).toEqual({
    log: [['set', 'kind', 'person']],
    own: [],
    id: 'got',
  });
});

test('what parameters declare is there when fields are assigned', () => {
  const source = 'export class Subject { doubled = this.given + this.given; constructor(private given: string) {} }';
  expect(new (run(ours(source, true)).exports.Subject)('a').doubled).toBe('aa');
});

test('fields have the metadata of their types', () => {
  const source = `${prelude} export class Subject { @note('a') id!: string; @note('a') n?: number; @note('a') at!: Date; }`;
  const types = (code: string) => run(code).log.filter(([kind]: any) => kind === 'type');
  expect(types(ours(source, false))).toEqual([
    ['type', 'id', 'String'],
    ['type', 'n', 'Number'],
    ['type', 'at', 'Date'],
  ]);
  expect(types(ours(source, false))).toEqual(types(reference(source, false)));
});
