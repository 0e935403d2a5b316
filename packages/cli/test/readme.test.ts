import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isNpm, npmScripts, shellBlocks } from './support/shell-blocks';

const root = path.join(__dirname, '../../..');
const examples = readdirSync(path.join(root, 'examples')).filter((name) => /^\d\d-/.test(name));
const page = (file: string) => readFileSync(path.join(root, file), 'utf8');

test.each(['README.md', 'CONTRIBUTING.md'])('the npm scripts that %s names exist', (file) => {
  const named = shellBlocks(page(file)).filter(isNpm).flatMap(npmScripts);
  const { scripts } = JSON.parse(page('package.json'));
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});

test('every example has its page, and README.md names each', () => {
  expect(examples.length).toBeGreaterThan(0);
  for (const name of examples) {
    expect(existsSync(path.join(root, 'examples', name, 'README.md'))).toBe(true);
    expect(page('README.md')).toContain(`examples/${name}`);
  }
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(pages)('the links of %s lead somewhere', (file) => {
  const links = [...page(file).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)].map(([, to]) => to!);
  const broken = links.filter((to) => !existsSync(path.join(root, path.dirname(file), to)));
  expect(broken).toEqual([]);
});

test('where README.md says that a behaviour lives, something is', () => {
  const [, table = ''] = page('README.md').split('## Where a behaviour lives');
  const rows = [...table.matchAll(/^\| .+ \| (`packages\/.+`) \|$/gm)].map(([, places]) => places!);
  expect(rows.length).toBeGreaterThanOrEqual(60);
  const places = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, place]) => place!));
  expect(places.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
});

test.each(['docs/architecture.md', 'docs/decisions.md', 'CONTRIBUTING.md'])(
  'the files that %s names are there',
  (file) => {
    const named = [...page(file).matchAll(/`(packages\/[^`\s]+)`/g)].map(([, place]) => place!);
    expect(named.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
  },
);
