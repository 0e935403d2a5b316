import { toLowerFirst } from 'dynalite/validations';

const modules = new Map<string, any>();

/** Dynalite's module for an operation, kept at hand since `require` looks at the disk each time. */
export function moduleOf(folder: 'actions' | 'validations', operation: string): any {
  const id = `dynalite/${folder}/${toLowerFirst(operation)}`;
  const found = modules.get(id) ?? require(id);
  modules.set(id, found);
  return found;
}
