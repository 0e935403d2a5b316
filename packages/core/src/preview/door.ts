import type { KnownImage } from '../journal/known-images';
import type { Send, SendOptions, Target, Wire } from '../send/send';
import type { Overlay } from './overlay';
import type { ReadImage } from './read-together';

/** A door that is being previewed. */
export interface Door {
  overlay: Overlay;
  next: Send;
  target: Target;
  read: ReadImage;
  known: KnownImage | undefined;
  /** Whether scans leave out what was added in the present generation. */
  addedEarlier: boolean;
}

/** One operation at a previewed door. */
export type Operation = (door: Door, input: Wire, options?: SendOptions) => Promise<Wire>;
