/** Waits for a promise; rejects with `never()` once the process has nothing left to do that could settle it. */
export async function unlessDrained<T>(promise: PromiseLike<T>, never: () => Error): Promise<T> {
  let onDrained = () => {};
  const drained = new Promise<never>((_, reject) => {
    onDrained = () => reject(never());
    process.once('beforeExit', onDrained);
  });
  try {
    return await Promise.race([promise, drained]);
  } finally {
    process.removeListener('beforeExit', onDrained);
  }
}
