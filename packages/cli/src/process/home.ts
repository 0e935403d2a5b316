import path from 'node:path';

/** The folder of this package. */
export const home = path.dirname(require.resolve('dynamodb-migrate/package.json'));
