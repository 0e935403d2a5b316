import '../process/quiet-sdk';

export { main } from '../main';
export { runAlone } from '../process/run-alone';
