/** The place behind the object that begins at a place; the end of the bytes where it has no end. */
export function endOfObject(bytes: Buffer, start: number): number {
  let open = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0x7b || byte === 0x5b) open++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (--open === 0) return at + 1;
    } else if (byte === 0x22) {
      for (at++; at < bytes.length && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++;
    }
  }
  return bytes.length;
}
