import { ownMember } from './own-member';

/** What one or several operations consumed. */
export interface Capacity {
  TableName?: string;
  CapacityUnits?: number;
  ReadCapacityUnits?: number;
  WriteCapacityUnits?: number;
  Table?: Capacity;
  LocalSecondaryIndexes?: { [index: string]: Capacity };
  GlobalSecondaryIndexes?: { [index: string]: Capacity };
}

const units = ['CapacityUnits', 'ReadCapacityUnits', 'WriteCapacityUnits'] as const;
const groups = ['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'] as const;

/** Adds one or several capacities to a total, which is changed and returned. The table's name is the first one's. */
export function addCapacity(total: Capacity, consumed: Capacity | readonly Capacity[]): Capacity {
  if (Array.isArray(consumed)) {
    for (const one of consumed) addCapacity(total, one);
    return total;
  }
  const one = consumed as Capacity;
  if (one.TableName !== undefined) total.TableName ??= one.TableName;
  addUnits(total, one);
  if (one.Table) {
    total.Table ??= {};
    addUnits(total.Table, one.Table);
  }
  for (const group of groups) {
    for (const [index, capacity] of Object.entries(one[group] ?? {})) {
      total[group] ??= {};
      addUnits(
        ownMember<Capacity>(total[group], index, () => ({})),
        capacity,
      );
    }
  }
  return total;
}

function addUnits(total: Capacity, consumed: Capacity): void {
  for (const unit of units) if (consumed[unit]) total[unit] = (total[unit] ?? 0) + consumed[unit];
}
