import type { TableInfo } from '@dynamodb-migrate/core';
import { type PriceList, pricesOf, type TableClass } from './prices';

/** What a table consumes. */
export interface Consumption {
  region: string;
  /** @default 'STANDARD' */
  tableClass?: TableClass | undefined;
  /** Those of its indexes included. */
  writeUnits: number;
  readUnits: number;
}

/** USD, without free tiers, discounts, and what global tables take for the writes to their replicas. */
export interface Cost {
  /** Of the units on demand; absent where a price is not known. */
  onDemand?: number;
  /**
   * Of as much provisioned capacity as makes these units when it is used to the full; what is provisioned costs the same,
   * used or not. Absent where a price is not known.
   */
  provisioned?: number;
}

/** What is paid for consumption. */
export function costOf(tables: readonly Consumption[], given?: PriceList): Cost {
  const sum = { onDemand: 0, provisioned: 0 };
  for (const { region, tableClass = 'STANDARD', writeUnits, readUnits } of tables) {
    if (writeUnits === 0 && readUnits === 0) continue;
    const prices = pricesOf(region, tableClass, given);
    const { millionWriteUnits = Number.NaN, millionReadUnits = Number.NaN } = prices;
    const { writeCapacityHour = Number.NaN, readCapacityHour = Number.NaN } = prices;
    sum.onDemand += (writeUnits * millionWriteUnits + readUnits * millionReadUnits) / 1e6;
    sum.provisioned += (writeUnits * writeCapacityHour + readUnits * readCapacityHour) / 3600;
  }
  return {
    ...(!Number.isNaN(sum.onDemand) && { onDemand: sum.onDemand }),
    ...(!Number.isNaN(sum.provisioned) && { provisioned: sum.provisioned }),
  };
}

/** The class of a table, of which DescribeTable says nothing where it is the usual one. */
export function tableClassOf(info: TableInfo | undefined): TableClass {
  return info?.description.TableClassSummary?.TableClass ?? 'STANDARD';
}
