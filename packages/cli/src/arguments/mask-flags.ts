import { flag, list } from './kinds';

/** What is shown of values. */
export const maskFlags = {
  redact: list({
    describe: 'Attributes to mask, such as email or owner.phone',
    group: 'Values',
    each: (given) => given.split(',').map((path) => path.trim()),
  }),
  'hide-values': flag({ describe: 'Show types and sizes in place of values', group: 'Values' }),
};
