import '../process/quiet-sdk';
import { runAlone } from '../process/run-alone';

runAlone(process.argv.slice(2));
