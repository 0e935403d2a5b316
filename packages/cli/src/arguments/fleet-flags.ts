import type { Flag, Values } from './command';

/** Which environment of which configuration. */
export const fleetFlags = {
  env: { type: 'string', describe: 'Environment; else the one that K8S_ENV names' },
  config: { type: 'string', describe: 'Configuration; else looked for here and in the folders above' },
} as const satisfies { [name: string]: Flag };

export const jsonFlag = {
  json: { type: 'boolean', describe: 'Print JSON' },
} as const satisfies { [name: string]: Flag };

export interface FleetArguments {
  /** Name of the environment. */
  env?: string;
  /** Path of the configuration. */
  config?: string;
}

export function readFleetArguments({ env, config }: Values): FleetArguments {
  return { env: env as string | undefined, config: config as string | undefined };
}
