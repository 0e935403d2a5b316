import { PassThrough } from 'node:stream';
import { confirmAt } from '../../src/process/confirm';

const question = { environment: 'production', why: 'it takes an approved plan' };

function terminal(typed: string, isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  input.end(`${typed}\n`);
  const output = Object.assign(new PassThrough(), { isTTY });
  return { input, output, asked: () => String(output.read() ?? '') };
}

test('asks for the name of the environment, and gives what is typed', async () => {
  const at = terminal('staging');
  expect(await confirmAt(at)(question)).toBe('staging');
  expect(at.asked()).toContain('production is protected, and it takes an approved plan. Type its name to go on: ');
});

test('off a terminal nobody is asked', async () => {
  const at = terminal('production', false);
  expect(await confirmAt(at)(question)).toBeUndefined();
  expect(at.asked()).toBe('');
});
