/** How often items are other than a run left them: what decides whether it pays to read them first. */
export interface Surprises {
  /** Whether so many of the last items were others that all are better read. */
  readonly many: boolean;
  add(isAnother: boolean): void;
}

/** Items that the last one stands for, and the share from which on they are many. */
const memory = 50;
const share = 0.2;

export function countSurprises(): Surprises {
  let rate = 0;
  return {
    get many() {
      return rate > share;
    },
    add(isAnother) {
      rate += (Number(isAnother) - rate) / memory;
    },
  };
}
