const most = 16;

/** Does something for each of many, 16 at a time; rejects with the first error once nothing is under way any more. */
export async function forEach<T>(many: Iterable<T>, work: (one: T) => Promise<unknown>): Promise<void> {
  const rest = many[Symbol.iterator]();
  let failed: { error: unknown } | undefined;
  const worker = async () => {
    for (let next = rest.next(); !next.done && !failed; next = rest.next()) {
      await work(next.value).catch((error) => {
        failed ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  if (failed) throw failed.error;
}
