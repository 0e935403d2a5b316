import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const packages = path.join(__dirname, '../..');

/** Which packages each may import. */
const arrows: { [name: string]: readonly string[] } = {
  expressions: [],
  core: ['expressions'],
  'dyno-compat': ['core'],
  local: ['core'],
  'legacy-adapter': ['core', 'dyno-compat'],
  syntax: [],
  ledger: ['core', 'syntax'],
  runner: ['core', 'dyno-compat', 'legacy-adapter', 'local', 'syntax'],
  fleet: ['core', 'dyno-compat', 'legacy-adapter', 'ledger', 'local', 'runner'],
  cli: ['core', 'dyno-compat', 'fleet', 'legacy-adapter', 'ledger', 'local', 'runner'],
};

interface Import {
  from: string;
  to: string;
  /** Nothing of it is left at run time. */
  isType: boolean;
}

const names = Object.keys(arrows);
const files = names.flatMap((name) => sources(path.join(packages, name, 'src')));
const imports = files.flatMap(importsOf);

test('every package has its arrows', () => {
  const free = ['bench', 'test-tools'];
  const all = readdirSync(packages).filter((name) => existsSync(path.join(packages, name, 'src')));
  expect(all.filter((name) => !free.includes(name)).sort()).toEqual([...names].sort());
});

test('packages import only those that are below them', () => {
  const wrong = imports.filter(({ from, to }) => {
    const [, target] = /^(?:@dynamodb-migrate\/(.+)|dynamodb-migrate)$/.exec(to) ?? [];
    const isOurs = target !== undefined || to === 'dynamodb-migrate';
    return isOurs && !arrows[packageOf(from)]!.includes(target ?? 'cli');
  });
  expect(wrong).toEqual([]);
});

test('no file of a package is imported past its border', () => {
  const past = imports.filter(({ from, to }) => path.isAbsolute(to) && packageOf(from) !== packageOf(to));
  expect(past).toEqual([]);
});

test('expressions imports nothing, and core the AWS SDK only', () => {
  const foreign = (name: string) =>
    imports
      .filter(({ from, to }) => packageOf(from) === name && !path.isAbsolute(to) && !to.startsWith('node:'))
      .map(({ to }) => to);
  expect(foreign('expressions')).toEqual([]);
  const ofCore = foreign('core').filter((to) => !/^@(aws-sdk|smithy|aws-crypto|dynamodb-migrate)\//.test(to));
  expect(ofCore).toEqual([]);
});

test('no circle of imports at run time, and three of types at most', () => {
  expect(circles(imports.filter(({ isType }) => !isType))).toEqual([]);
  expect(circles(imports).length).toBeLessThanOrEqual(3);
});

test('a circle would be found', () => {
  const arrow = (from: string, to: string): Import => ({ from, to, isType: false });
  expect(circles([arrow('/a', '/b'), arrow('/b', '/c'), arrow('/c', '/a'), arrow('/c', '/d')])).toEqual([
    ['/a', '/b', '/c'],
  ]);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(file);
    return /(?<!\.d)\.m?ts$/.test(file) ? [file] : [];
  });
}

function packageOf(file: string): string {
  return path.relative(packages, file).split(path.sep)[0]!;
}

/** What a file imports when it is loaded: absolute paths of files, and names of modules. */
function importsOf(from: string): Import[] {
  const text = readFileSync(from, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'([^']+)'/gm)].map(
    ([, type, what, to]) => {
      const given = /^\{(.*)\}$/s.exec(what!.trim())?.[1]?.split(',') ?? [];
      const named = given.map((name) => name.trim()).filter(Boolean);
      const isType = type !== undefined || (named.length > 0 && named.every((name) => name.startsWith('type ')));
      return { from, to: to!.startsWith('.') ? resolve(from, to!) : to!, isType };
    },
  );
}

function resolve(from: string, to: string): string {
  const file = path.join(path.dirname(from), to).replace(/\.m?js$/, '');
  const found = [`${file}.ts`, `${file}.mts`, path.join(file, 'index.ts')].find((name) => existsSync(name));
  if (found === undefined) throw new Error(`${from} imports ${to}, which is not there`);
  return found;
}

/** Files that import each other, directly or by way of others (Tarjan's strongly connected components). */
function circles(all: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of all) if (path.isAbsolute(to)) next.set(from, [...(next.get(from) ?? []), to]);
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string) => {
    order.set(file, order.size);
    low.set(file, order.get(file)!);
    stack.push(file);
    for (const to of next.get(file) ?? []) {
      if (!order.has(to)) visit(to);
      if (stack.includes(to)) low.set(file, Math.min(low.get(file)!, low.get(to)!));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of next.keys()) if (!order.has(file)) visit(file);
  return found;
}
