/** Loads the engine, which takes longer than all else that a start needs, once it is asked for. */
export function loadEngine(): typeof import('./open') {
  return require('./open');
}
