import { MigrateError } from '@dynamodb-migrate/core';
import type { PlannedCounts } from './plan';

/** The tolerance of a plan that says nothing else. */
export const usualTolerance = '10%';

const bounded = ['writes', 'added', 'changed', 'removed'] as const;

/** The bounds that a run's counts must keep to. */
export interface Envelope {
  /** Sentences about the counts that are above what was planned. */
  exceeded(counts: Partial<PlannedCounts>): string[];
  /** Sentences about the counts that, at the end, are below it. */
  missed(counts: Partial<PlannedCounts>): string[];
}

type Bounded = (typeof bounded)[number];

/**
 * The envelope around a plan's counts of what is written; `tolerance` is a share of each, so that what is not planned at
 * all is not tolerated either. Where counts are estimates, `margins` is how far the truth may be from them anyway.
 */
export function envelopeOf(
  planned: PlannedCounts,
  tolerance: number,
  margins?: { readonly [count in Bounded]: number },
): Envelope {
  const slackOf = (name: Bounded) => Math.floor(planned[name] * tolerance + 1e-9) + (margins?.[name] ?? 0);
  const outside = (counts: Partial<PlannedCounts>, isOut: (count: number, plan: number, slack: number) => boolean) =>
    bounded
      .filter((name) => isOut(counts[name] ?? 0, planned[name], slackOf(name)))
      .map((name) => `${name} is ${counts[name] ?? 0}, planned ${planned[name]}${slackText(slackOf(name))}`);
  return {
    exceeded: (counts) => outside(counts, (count, plan, slack) => count > plan + slack),
    missed: (counts) => outside(counts, (count, plan, slack) => count < plan - slack),
  };
}

/** A share such as `10%`, from 0% up. Throws `BAD_TOLERANCE`. */
export function parseTolerance(text: string): number {
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text) ?? [];
  if (percent === undefined) {
    throw new MigrateError('BAD_TOLERANCE', `a tolerance is a percentage such as 10%, not "${text}"`);
  }
  return Number(percent) / 100;
}

function slackText(slack: number): string {
  return slack > 0 ? ` ± ${slack}` : '';
}
