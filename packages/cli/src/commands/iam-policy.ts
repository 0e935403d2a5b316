import { iamPolicy, type Policy } from '@dynamodb-migrate/ledger';
import type { Command } from '../arguments/command';
import type { IamPolicyOptions } from '../arguments/iam-policy';
import { exitCodes } from '../exit-codes';
import { openFleet } from '../fleet/fleet';
import { printJson } from '../output/data';
import type { Screen } from '../output/screen';

/** Gives the least policy for the tables that the configuration and the scripts name. */
export const iamPolicyCommand: Command<IamPolicyOptions, Policy> = { run: policy, report };

async function policy({ env, config: file, command, account }: IamPolicyOptions, screen: Screen): Promise<Policy> {
  const { config, environment, scripts } = await openFleet({ env, config: file }, screen);
  for (const { file, error, tables } of scripts) {
    if (error) screen.notice(`${file} cannot be loaded, so its tables are not covered: ${error.message}`);
    else if (tables.length === 0) screen.notice(`${file} names no table, so it is not covered`);
  }
  return iamPolicy({ command, config, environment, tables: scripts.flatMap(({ tables }) => tables), account });
}

function report(document: Policy): number {
  printJson(document);
  return exitCodes.done;
}
