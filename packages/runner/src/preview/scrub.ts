import type { Layer, SendOptions, Wire } from '@dynamodb-migrate/core';
import { valuesIn, withoutValues } from './hidden-values';

/** Takes the values of a request out of the message that refuses it: DynamoDB quotes some. */
export function scrub(): Layer {
  return (next) => async (operation, input, options) => {
    try {
      return await next(operation, input, cleanly(options, input));
    } catch (error) {
      if (error instanceof Error) clean(error, input);
      throw error;
    }
  };
}

/** Also what a request is told of attempts that failed. */
function cleanly(options: SendOptions | undefined, input: Wire): SendOptions | undefined {
  const onFailure = options?.retry?.onFailure;
  if (!options || !onFailure) return options;
  return {
    ...options,
    retry: {
      ...options.retry,
      onFailure(failure) {
        clean(failure.error, input);
        onFailure(failure);
      },
    },
  };
}

function clean(error: Error & { body?: Wire }, input: Wire): void {
  const message = withoutValues(error.message, valuesIn(input));
  if (message === error.message) return;
  error.stack = error.stack?.replace(error.message, () => message);
  error.message = message;
  if (error.body?.message) error.body.message = message;
}
