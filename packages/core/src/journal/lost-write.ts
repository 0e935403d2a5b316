/** A write whose fate could not be told; `cause` is the error of the last attempt. */
export class LostWrite extends Error {
  override readonly name = 'LostWrite';

  constructor(override readonly cause: unknown) {
    super('it is not known whether the write was applied');
  }
}
