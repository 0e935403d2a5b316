/** Does something for each of many, `most` at a time; rejects with the first error once nothing is under way any more. */
export async function atOnce<T>(
  most: number,
  many: Iterable<T>,
  work: (one: T) => Promise<unknown>,
  ending: () => boolean = () => false,
): Promise<void> {
  const rest = many[Symbol.iterator]();
  let failed: { error: unknown } | undefined;
  const worker = async () => {
    while (!failed && !ending()) {
      const next = rest.next();
      if (next.done) return;
      await work(next.value).catch((error) => {
        failed ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  if (failed) throw failed.error;
}
