import type { PriceList } from '@dynamodb-migrate/runner';
import { type ConfigPlace, findConfig } from './find-config';

/** The prices that the configuration of a place gives; none where it cannot be read, which previews can do without. */
export function configuredPrices(place: ConfigPlace = {}): Promise<PriceList | undefined> {
  return findConfig(place).then(
    ({ config }) => config.prices,
    () => undefined,
  );
}
