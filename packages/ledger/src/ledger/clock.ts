import type { Layer } from '@dynamodb-migrate/core';

export interface ServiceClock {
  layer: Layer;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The time as the service has it, by the `Date` of its answers, so that machines whose clocks are off agree on leases. */
export function serviceClock(): ServiceClock {
  let offset = 0;
  const observe = (date: string | undefined, sent: number) => {
    const stamped = Date.parse(date ?? '');
    if (Number.isNaN(stamped)) return;
    // The service read its clock, to the second, between sending and now: an offset that this allows is kept.
    offset = Math.min(Math.max(offset, stamped - Date.now()), stamped + 1000 - sent);
  };
  return {
    layer: (next) => (operation, input, options) => {
      const sent = Date.now();
      return next(operation, input, {
        ...options,
        onResponse(response) {
          observe(response.headers.date, sent);
          options?.onResponse?.(response);
        },
      });
    },
    now: () => Date.now() + offset,
  };
}
