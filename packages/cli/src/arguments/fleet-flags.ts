import { text } from './kinds';

const group = 'Environment';

/** Which environment of which configuration. */
export const fleetFlags = {
  env: text({ describe: 'Environment; else the one that K8S_ENV names', group }),
  config: text({ describe: 'Configuration; else looked for here and in the folders above', group }),
};
