import { type Connect, compose, type Layer } from '@dynamodb-migrate/core';

/**
 * What an operation passes on its way from the script to the network, in this order. Every door is made of these, each
 * run's of some of them.
 */
const order = [
  // What is left out here is no operation at all: nothing counts, keeps or guards it.
  'skip',
  // An operation is under way from here on, whatever it waits for below: a run ends when this counts none.
  'count',
  // Asked before anything is written down: what is refused here leaves no trace in a journal.
  'lease',
  'bounds',
  // Above the preview, whose refusals it takes note of.
  'refusals',
  // Above all that keeps or answers what is written: they see what it makes of a write.
  'guard',
  // Answers what an earlier session has written, which must be neither batched nor journalled again.
  'replay',
  // Above the journal, so that a batch is journalled as one.
  'coalesce',
  'journal',
  // Below the journal, which asks for the images that this counts by.
  'tally',
  // Values are taken out of errors before anyone above sees them: those of what is sent, which may be a batch for several
  // records, or hold conditions of the guard.
  'scrub',
  // Where writes end that are not to reach a table. The overlay of the script that is previewed stands first, those of the
  // scripts before it behind it.
  'preview',
  'readOnly',
  // What the table itself takes to answer; it counts neither the preview nor what it answers by itself.
  'roundTrips',
  // What the table says that it consumed.
  'meter',
  // Below all that makes requests of its own. What is asked for here is asked again at the network itself, for each attempt:
  // what has waited in any layer below goes out only if the run and the environment are still ours.
  'right',
  // Everything that reaches the table takes from the budget, once, however often it is tried.
  'budget',
  // Above the retries, which it cuts short, and above what tells of them.
  'firstContact',
  // Above the retries, of which it tells.
  'patience',
  'retry',
  // Each attempt counts: it is attempts that are throttled.
  'adaption',
] as const;

type Place = (typeof order)[number];

/** Layers by where they stand. */
export type Layers = { readonly [place in Place]?: Layer | readonly Layer[] | undefined };

/** Doors through layers, each at its place; further below, `connect`. */
export function throughLayers(connect: Connect, layers: Layers): Connect {
  return compose(connect, ...order.flatMap((place) => layers[place] ?? []));
}
