type Numbers = Float64Array | Uint32Array | Uint8Array;

/** A list of numbers of one width, which grows as it is appended to. */
export interface Column {
  readonly length: number;
  at(index: number): number;
  push(value: number): void;
  set(index: number, value: number): void;
}

export function column<T extends Numbers>(Kind: new (length: number) => T): Column {
  let values = new Kind(256);
  let length = 0;
  return {
    get length() {
      return length;
    },
    at: (index) => values[index]!,
    push(value) {
      if (length === values.length) {
        const larger = new Kind(2 * length);
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    set(index, value) {
      values[index] = value;
    },
  };
}
