import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';
import { flag, oneOf, text } from '../../arguments/kinds';

const group = 'Policy';

const flags = {
  command: oneOf(['plan', 'apply'], { describe: 'What it must allow', group, default: 'apply' }),
  account: text({
    describe: 'Number of the AWS account; else any',
    group,
    like: /^\d{12}$/,
    called: 'a number of 12 digits',
  }),
  json: flag({ describe: 'Print JSON, as it does anyhow', group }),
  ...fleetFlags,
};

export type IamPolicyOptions = Asked<[], typeof flags, false>;

export const iamPolicyArguments = command({
  name: 'iam-policy',
  describe: 'Print the least policy for the tables of an environment',
  words: [],
  flags,
  strict: true,
  examples: [
    ['$0 iam-policy --env production', 'for the job that applies'],
    ['$0 iam-policy --env production --command plan --account 123456789012', 'for the job that plans'],
  ],
  load: () => (require('./run') as typeof import('./run')).iamPolicyCommand,
});
