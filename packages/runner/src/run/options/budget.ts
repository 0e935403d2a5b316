import { type Kinds, share, whole } from './kinds';

/** How much the run may take of the table. */
export interface BudgetOptions {
  /** Read units a second at most. */
  maxRcu?: number;
  /** Write units a second at most. */
  maxWcu?: number;
  /** Share of the table's throughput, from 0 to 1. */
  capacity?: number;
}

export const budgetKinds: Kinds<BudgetOptions> = { maxRcu: whole(1), maxWcu: whole(1), capacity: share };
