import type { PriceList } from '@dynamodb-migrate/runner';

/** The prices that the configuration gives. */
export function pricesOf(): Promise<PriceList | undefined> {
  const { configuredPrices } = require('@dynamodb-migrate/fleet') as typeof import('@dynamodb-migrate/fleet');
  return configuredPrices();
}
