import path from 'node:path';

const dependencies = `${path.sep}node_modules${path.sep}`;

/**
 * Remembers which modules are loaded; the returned function forgets those that were loaded since, so that they are loaded
 * anew. Packages stay, and so do ES modules, which Node cannot forget.
 */
export function rememberModules(): () => void {
  const before = new Set(Object.keys(require.cache));
  return () => {
    for (const name of Object.keys(require.cache)) {
      if (!before.has(name) && !name.includes(dependencies)) delete require.cache[name];
    }
  };
}
