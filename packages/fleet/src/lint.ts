import { type Lint, lint as lintFolder } from '@dynamodb-migrate/ledger';
import { type ConfigPlace, findConfig } from './environment/find-config';

/** Looks at all scripts of the folder without running them; `base` is the branch that they are merged into. */
export async function lint({ base, ...place }: ConfigPlace & { base?: string }): Promise<Lint> {
  const { folder } = await findConfig(place);
  return lintFolder({ folder, base });
}
