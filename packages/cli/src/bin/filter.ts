import { filterMain } from '../filter/main';

filterMain(process.argv.slice(2));
