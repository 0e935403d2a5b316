export { type AdaptOptions, adaptScript } from './adapt-script';
export { type Database, parseDatabase } from './database';
export type { Callback, Script } from './script';
export { setEndpoint } from './set-endpoint';
