const inFlight = 32;

/** Works on pages of so many elements, many at a time; each is told how many elements are in front of it. */
export async function pageByPage<T>(
  all: readonly T[],
  size: number,
  work: (page: readonly T[], first: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const first = next;
      next += size;
      await work(all.slice(first, first + size), first);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}
