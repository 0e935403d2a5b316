/** How far a run is. */
export interface Progress {
  /** Records handled without an error. */
  records: number;
  errors: number;
  /** Records or operations under way, whichever is more. */
  inFlight: number;
  /** Pages that were read. */
  pages: number;
  /** Records that were read. */
  read: number;
  /** Records expected in all, when known. */
  expected?: number;
  milliseconds: number;
  /** What keeps the run from going faster. */
  held?: string;
  /** Whether the run is over: it is the last that is told. */
  isOver: boolean;
}

/** Tells five times a second how far a run is, and once more when the returned function is called. */
export function tellProgress(
  onProgress: ((progress: Progress) => void) | undefined,
  now: () => Omit<Progress, 'isOver'>,
): () => void {
  if (!onProgress) return () => {};
  const timer = setInterval(() => onProgress({ ...now(), isOver: false }), 200).unref();
  return () => {
    clearInterval(timer);
    onProgress({ ...now(), isOver: true });
  };
}
