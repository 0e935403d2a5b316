import { column } from './column';

/** Finds numbers by texts of which it keeps only hashes: `textOf` tells whether a number that it finds is the right one. */
export interface KeyIndex {
  find(text: string): number | undefined;
  /** Adds a text, which must not be there yet, under the next number: 0, 1, 2 … */
  add(text: string): number;
}

export function keyIndex(textOf: (number: number) => string): KeyIndex {
  const hashes = column(Uint32Array);
  // Each slot holds a number and one more; 0 is free.
  let slots = new Uint32Array(512);

  return {
    find(text) {
      const hash = hashOf(text);
      for (let slot = hash % slots.length; slots[slot] !== 0; slot = (slot + 1) % slots.length) {
        const number = slots[slot]! - 1;
        if (hashes.at(number) === hash && textOf(number) === text) return number;
      }
      return undefined;
    },
    add(text) {
      const number = hashes.length;
      hashes.push(hashOf(text));
      if (2 * hashes.length > slots.length) grow();
      else occupy(number);
      return number;
    },
  };

  function occupy(number: number): void {
    let slot = hashes.at(number) % slots.length;
    while (slots[slot] !== 0) slot = (slot + 1) % slots.length;
    slots[slot] = number + 1;
  }

  function grow(): void {
    slots = new Uint32Array(2 * slots.length);
    for (let number = 0; number < hashes.length; number++) occupy(number);
  }
}

/** FNV-1a over UTF-16 units, mixed once more: keys of one table differ mostly in their ends. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
