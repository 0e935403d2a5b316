import { help } from '../../src/arguments/help';
import { parse } from '../../src/arguments/parse';
import { commands } from '../../src/commands/commands';

const scan = commands.find(({ name }) => name === 'scan')!;

test('all methods, the flags of all, examples', () => {
  const text = help(commands, undefined);
  for (const { name } of commands) expect(text).toContain(`  dynamodb-migrate ${name}`);
  expect(text).toMatch(/--version +Show version/);
  expect(text).toMatch(/^Examples:\n {2}# .+\n {2}dynamodb-migrate scan eu-west-1\//m);
});

test('the flags of a method in groups', () => {
  const text = help(commands, scan);
  const headings = text.match(/^\S.*:$/gm);
  expect(headings).toEqual([
    ...['Positionals:', 'Records:', 'Run:', 'Limits:', 'Live runs:', 'Preview:', 'Place:', 'Options:', 'Examples:'],
  ]);
  expect(text).toMatch(/--concurrency .*\[number\] \[default: 1\]/);
  expect(text).toMatch(/\[choices: "thin", "sdk"\]/);
  expect(text).toMatch(/--version +Show version/);
});

test.each(commands.map((command) => [command.name, command] as const))('every flag of %s, in a group', (_, command) => {
  const text = help(commands, command);
  for (const [name, { group }] of Object.entries(command.flags)) {
    expect(text).toMatch(new RegExp(`^  --${name} `, 'm'));
    if (name !== 'json') expect(group).toBeDefined();
  }
});

const examples = commands.flatMap(({ name, examples }) => examples.map(([line]) => [name, line] as const));

test.each(examples)('an example of %s: %s', async (name, line) => {
  if (name === 'completion') return expect(line).toMatch(/^source <\(\$0 completion (bash|zsh)\)$/);
  const [bin, ...argv] = line.replace(/ < \S+$/, '').split(' ');
  expect(bin).toBe('$0');
  expect(await parse(argv, commands)).toMatchObject({ kind: 'command', command: { name }, foreign: [] });
});

test.each(commands.map((command) => [command] as const))(
  'no line of $name is longer than a terminal is wide',
  (command) => {
    const lines = help(commands, command).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    const words = lines.join(' ').replace(/\s+/g, ' ');
    for (const { describe } of Object.values(command.flags)) expect(words).toContain(describe);
  },
);

test.each(commands.map((command) => [command] as const))('$name has an example', ({ examples }) => {
  expect(examples.length).toBeGreaterThan(0);
});
