/** What an old callback is called with: an error, or nothing. */
export type Callback = (error?: unknown) => void;

/** A migration script as the old tool took it; it may return a promise instead of calling back. */
export interface Script<Dyno = any> {
  (record: any, dyno: Dyno | null, callback: Callback): unknown;
  /** Runs once after the last record. */
  finish?(dyno: Dyno | null, callback: Callback): unknown;
}
