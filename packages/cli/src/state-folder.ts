/** Where runs are kept when nothing else is said, in the working directory. */
export const defaultStateFolder = '.dynamodb-migrate';

/** The folder that holds the runs. */
export function stateFolder({ state }: { state?: string }): string {
  return state ?? defaultStateFolder;
}
