import type { Layer, Redaction } from '@dynamodb-migrate/core';
import type { Config } from '@dynamodb-migrate/ledger';
import { maskOf, scrub } from '@dynamodb-migrate/runner';
import { type ConfigPlace, findConfig } from './find-config';

/** What a configuration keeps from being shown. */
export function configuredRedaction({ redact, defaults }: Config): Redaction {
  return { redact, hideValues: defaults?.hideValues };
}

/** Takes values out of the errors of DynamoDB where a configuration keeps any from being shown. */
export function scrubbing(config: Config): Layer | undefined {
  return maskOf(configuredRedaction(config)) && scrub();
}

/** The same at a place; everything where its configuration cannot be read, which is no reason to do nothing there. */
export function redactionAt(place: ConfigPlace): Promise<Redaction> {
  return findConfig(place).then(
    ({ config }) => configuredRedaction(config),
    () => ({ hideValues: true }),
  );
}
