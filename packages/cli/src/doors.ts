import {
  type Connect,
  compose,
  createTransport,
  type InFlight,
  inFlight,
  readOnly,
  retry,
} from '@dynamodb-migrate/core';
import { type Patience, patience } from './patience';

export interface DoorOptions {
  live: boolean;
  /** For every client that names no endpoint of its own. */
  endpoint?: string;
  /** For every client that brings no credentials of its own. */
  profile?: string;
  /** Told when an operation has been failing for a while. */
  onImpatience: Patience;
}

/** The ways to DynamoDB of one run. */
export interface Doors {
  /** What the script's clients go through, all of them. */
  script: Connect;
  /** What the tool itself reads through. */
  own: Connect;
  /** The script's operations. */
  operations: InFlight;
}

export function openDoors({ live, endpoint, profile, onImpatience }: DoorOptions): Doors {
  const operations = inFlight();
  const max = retries(process.env.AWS_MAX_ATTEMPTS);
  const layers = [patience(onImpatience, max), retry({ max })];
  const guards = live ? [] : [readOnly()];
  const withDefaults =
    (connect: Connect): Connect =>
    (target) =>
      connect({
        ...target,
        endpoint: target.endpoint ?? endpoint,
        profile: target.credentials ? undefined : (target.profile ?? profile),
      });
  return {
    script: withDefaults(compose(createTransport(), operations.layer, ...guards, ...layers)),
    own: withDefaults(compose(createTransport(), ...layers)),
    operations,
  };
}

function retries(attempts: string | undefined): number {
  const number = Number(attempts);
  return Number.isInteger(number) && number >= 1 ? number - 1 : 10;
}
