import type { CommandArguments } from './command';
import { demoArguments } from './demo';
import { localArguments } from './local';
import { scanArguments } from './scan';
import { streamArguments } from './stream';

/** Every command, in the order of the help. */
export const commands: readonly CommandArguments[] = [scanArguments, streamArguments, localArguments, demoArguments];
