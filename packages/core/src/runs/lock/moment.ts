/** A moment on two clocks: one that never jumps but may stand still while the machine sleeps, and one that does not. */
export function moment(): { monotonic: number; wall: number } {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** Milliseconds since a moment, by the clock that says more. */
export function elapsed({ monotonic, wall }: ReturnType<typeof moment>): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}
