import { realpathSync } from 'node:fs';
import { tempDir } from '@dynamodb-migrate/test-tools';
import { enter } from '../../src/process/enter';

test('an environment and a folder, and back', () => {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  const cwd = realpathSync(tempDir());
  const leave = enter({ env: { K8S_ENV: 'staging', PATH: undefined, HOME: '' }, cwd });
  expect({ ...process.env }).toEqual({ K8S_ENV: 'staging', HOME: '' });
  expect(process.cwd()).toBe(cwd);
  leave();
  expect({ ...process.env }).toEqual(before.env);
  expect(process.cwd()).toBe(before.cwd);
});

test('where neither is said, nothing changes', () => {
  process.env.ENTERED = 'no';
  const leave = enter({});
  process.env.ENTERED = 'yes';
  leave();
  expect(process.env.ENTERED).toBe('yes');
  delete process.env.ENTERED;
});
