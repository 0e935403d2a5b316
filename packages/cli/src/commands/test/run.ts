import path from 'node:path';
import { type Tests, testScripts } from '@dynamodb-migrate/fleet';
import type { Command } from '../../arguments/command';
import { home } from '../../process/home';
import { limitVariable } from '../../process/time-limit';
import type { TestOptions } from './arguments';
import { reportTest } from './report';

/** What scripts are run with while they are tried. */
export const program = { file: path.join(home, 'bin/dynamodb-migrate.js'), limitVariable };

/** Tries scripts on an embedded DynamoDB. */
export const testCommand: Command<TestOptions, { json: boolean; tests: Tests }> = {
  async run({ json, ...asked }, { screen, host }) {
    return { json, tests: await testScripts({ ...asked, program, log: screen, host }) };
  },
  report: reportTest,
  exits: true,
};
