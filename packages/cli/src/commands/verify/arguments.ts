import { type Asked, command } from '../../arguments/command';
import { fleetFlags } from '../../arguments/fleet-flags';

export type VerifyOptions = Asked<[], typeof fleetFlags, true>;

export const verifyArguments = command({
  name: 'verify',
  describe: 'Preview what is applied once more; exits with 1 when items would still change. Reads only',
  words: [],
  flags: fleetFlags,
  json: true,
  strict: true,
  examples: [['$0 verify --env staging', 'behind apply, in a pipeline']],
  load: () => (require('./run') as typeof import('./run')).verifyCommand,
});
