import type { CommandArguments } from './command';
import { type FleetArguments, fleetFlags, jsonFlag, readFleetArguments } from './fleet-flags';
import { usageError } from './usage-error';
import { oneOf } from './values';

export interface IamPolicyOptions extends FleetArguments {
  command: 'plan' | 'apply';
  /** Number of the AWS account. */
  account?: string;
}

export const iamPolicyArguments: CommandArguments<IamPolicyOptions> = {
  name: 'iam-policy',
  describe: 'Print the least policy for the tables of an environment',
  words: [],
  flags: {
    ...fleetFlags,
    command: { type: 'string', default: 'apply', describe: 'What it must allow: plan or apply' },
    account: { type: 'string', describe: 'Number of the AWS account; else any' },
    json: { ...jsonFlag.json, describe: 'Print JSON, as it does anyhow' },
  },
  strict: true,
  read(values) {
    const account = values.account as string | undefined;
    if (account !== undefined && !/^\d{12}$/.test(account)) {
      throw usageError(`--account must be a number of 12 digits, not "${account}"`);
    }
    const command = values.command === undefined ? 'apply' : oneOf(values, 'command', ['plan', 'apply']);
    return { ...readFleetArguments(values), command, account };
  },
  load: () => (require('../commands/iam-policy') as typeof import('../commands/iam-policy')).iamPolicyCommand,
};
