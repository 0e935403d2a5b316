/** Which items a run has written to since the scan brought them. */
export interface WrittenItems {
  /** An item is about to be written to; `page` is what the scan brought it with, where that is still known. */
  add(id: string, page: object | undefined): void;
  has(id: string, page: object): boolean;
  /** Something was written of which it is not known to which items. */
  lose(): void;
}

/** Items remembered without their page; beyond so many, every item counts as written to. */
const mostElsewhere = 100_000;

export function createWrittenItems(): WrittenItems {
  const byPage = new WeakMap<object, Set<string>>();
  const elsewhere = new Set<string>();
  let isLost = false;
  return {
    add(id, page) {
      if (isLost) return;
      const written = page && byPage.get(page);
      if (written) written.add(id);
      else if (page) byPage.set(page, new Set([id]));
      else elsewhere.add(id);
      if (elsewhere.size > mostElsewhere) this.lose();
    },
    has: (id, page) => isLost || elsewhere.has(id) || (byPage.get(page)?.has(id) ?? false),
    lose() {
      isLost = true;
      elsewhere.clear();
    },
  };
}
