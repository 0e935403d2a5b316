export interface Outcome {
  /** What the call returned. */
  returned?: unknown;
  threw?: unknown;
  /** Whether the callback was called before the call returned. */
  synchronous?: boolean;
  args?: unknown[];
  /** What `this` was inside the callback, as far as scripts use it. */
  self?: unknown;
  calls: number;
}

/** Makes a call that takes a callback, and tells how it came out; a callback that stays away is an outcome after `patience` ms. */
export async function outcome(
  call: (callback: (...args: any[]) => void) => unknown,
  patience = 4000,
): Promise<Outcome> {
  const seen: Outcome = { calls: 0 };
  let settled = () => {};
  const settling = new Promise<void>((resolve) => {
    settled = resolve;
  });
  let returned = false;
  function callback(this: any, ...args: unknown[]) {
    seen.calls += 1;
    seen.synchronous = !returned;
    seen.args = args;
    seen.self = this?.httpResponse && {
      requestId: typeof this.requestId,
      statusCode: this.httpResponse.statusCode,
      retryCount: this.retryCount,
    };
    settled();
  }
  try {
    seen.returned = call(callback);
    returned = true;
  } catch (error) {
    return { ...seen, threw: error };
  }
  await within(settling, patience);
  await new Promise((resolve) => setTimeout(resolve, 2));
  return { ...seen };
}

/** How a promise came out. */
export async function settled(promise: Promise<unknown>): Promise<unknown> {
  try {
    return { resolved: await promise };
  } catch (error) {
    return { rejected: error };
  }
}

/** How a synchronous call came out. */
export function result(call: () => unknown): unknown {
  try {
    return { returned: call() };
  } catch (error) {
    return { threw: error };
  }
}

async function within(promise: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    promise,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    }),
  ]);
  clearTimeout(timer);
}
