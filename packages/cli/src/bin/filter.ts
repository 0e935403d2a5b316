export { filterMain } from '../filter/main';
