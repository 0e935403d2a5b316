import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../send/retry';
import type { AttemptFailure, SendOptions, Wire } from '../send/send';
import { afterImage } from './after-image';
import { believed } from './believed';
import { answeredImage, spelledItem } from './book';
import type { JournalledDoor, Operation } from './door';
import type { Image } from './entry';
import { fateOf } from './fate';
import { sameImage } from './item-id';
import { LostWrite } from './lost-write';
import { readImages } from './read-images';

/**
 * Journals a PutItem, UpdateItem or DeleteItem. The image before it comes with the answer, which leaves no gap; where
 * the script asked for other return values, from a consistent read just before.
 */
export async function writeOne(door: JournalledDoor, operation: Operation, options: SendOptions): Promise<Wire> {
  const { reads, book } = door;
  const { name, input, writes } = operation;
  const { item, write } = writes[0]!;
  const { ReturnValues: returns = 'NONE' } = input;
  const answered = returns === 'NONE' || returns === 'ALL_OLD';
  const { known, earlier, leaves, overwrote } = believed(door, writes[0]!);
  if (!answered) {
    const [before] = await readImages(reads, [item], { signal: options.signal });
    Object.assign(item, { before, from: 'read' });
  } else if (known !== undefined) Object.assign(item, { before: known, from: 'known' });

  const spelledInput = JSON.stringify(input);
  const spelledBefore = item.from && JSON.stringify(item.before);
  const touched = `[${spelledItem(item, spelledBefore)}]`;
  const { seq, durable } = book.intend({ operation: name, input: spelledInput, touched }, door.place);
  await durable;
  try {
    const sent = answered && returns === 'NONE' ? { ...input, ReturnValues: 'ALL_OLD' } : input;
    const text = sent === input ? spelledInput : input.ReturnValues ? undefined : asksForOld(spelledInput);
    const shortcuts: SendOptions = {
      ...(text !== undefined && { spelled: { input: sent, text } }),
      ...(sent !== input && known && { expected: { image: known, text: spelledBefore! } }),
    };
    const imageBefore = () => (item.from ? item.before : earlier?.());
    const { output, settledBefore, uncertain } = await send(door, operation, sent, imageBefore, {
      ...options,
      ...shortcuts,
    });
    const { Attributes: attributes = null, ...rest } = output;
    const before: Image = settledBefore !== undefined ? settledBefore : answered ? attributes : item.before!;
    const after: Image | undefined = returns === 'ALL_NEW' ? attributes : undefined;
    leaves(() => (after === undefined ? afterImage(write, before)?.after : after));
    const answer = answered ? answeredImage(item, before) : undefined;
    const undid = answer?.asKnown || uncertain ? undefined : overwrote(before);
    if (answer?.asKnown && !uncertain) await book.recordAsKnown(seq);
    else {
      await book.record({
        of: seq,
        result: 'done',
        ...answer,
        ...(after !== undefined && { after }),
        ...(uncertain && { uncertain }),
        ...(undid && { overwrote: { 0: undid } }),
      });
    }
    if (undid) door.onOverwrote(item, undid);
    return returns === 'NONE' ? rest : output;
  } catch (error) {
    if (error instanceof LostWrite) leaves(() => undefined);
    throw await book.fail(seq, error);
  }
}

function asksForOld(input: string): string {
  return `${input.slice(0, -1)},"ReturnValues":"ALL_OLD"}`;
}

interface Sent {
  output: Wire;
  /** The image before, where it was told by looking after an answer had been lost. */
  settledBefore?: Image;
  /** An earlier attempt may have been applied as well. */
  uncertain: boolean;
}

/**
 * Sends a write of one item. After an attempt whose answer was lost it looks at the item before it makes another one,
 * so that nothing is applied twice where the image before is known. Rejects with the operation's own error when nothing
 * was changed, else with a `LostWrite`.
 */
async function send(
  door: JournalledDoor,
  { name, input, writes }: Operation,
  sent: Wire,
  imageBefore: () => Image | undefined,
  options: SendOptions,
): Promise<Sent> {
  const { max = door.retries, delay = backoff, onFailure } = options.retry ?? {};
  const { item, write } = writes[0]!;
  let uncertain = false;
  for (let made = 0; ; ) {
    let lost: AttemptFailure | undefined;
    const watch = (failure: AttemptFailure) => {
      failure.attempts += made;
      onFailure?.(failure);
      if (!failure.retryable || fateOf(failure.error) === 'refused') return;
      lost = failure;
      failure.retryable = false;
    };
    try {
      const retry = { ...options.retry, max: max - made, onFailure: watch };
      return { output: await door.next(name, sent, { ...options, retry }), uncertain };
    } catch (error) {
      if (!lost || lost.attempts > max) throw uncertain || fateOf(error) === 'unknown' ? new LostWrite(error) : error;
      made = lost.attempts;
      const verdict = await look(delay(made - 1)).catch((cause) => {
        throw new LostWrite(cause);
      });
      if (verdict === 'foreign') throw new LostWrite(error);
      if (typeof verdict === 'object') return { ...verdict, uncertain };
      uncertain ||= verdict === 'uncertain';
    }
  }

  async function look(wait: number) {
    await sleep(wait, undefined, { signal: options.signal });
    const [now = null] = await readImages(door.reads, [item], { signal: options.signal });
    const before = uncertain ? undefined : imageBefore();
    return before === undefined ? withoutImage(now) : withImage(now, before);
  }

  function withImage(now: Image, before: Image) {
    if (sameImage(now, before)) return 'not applied';
    const effect = afterImage(write, before);
    if (!effect || !sameImage(now, effect.after)) return write.kind === 'update' ? 'foreign' : 'uncertain';
    return { output: write.kind === 'update' ? effect.output : oldAttributes(input, before), settledBefore: before };
  }

  function withoutImage(now: Image) {
    if (write.kind === 'update') return 'uncertain';
    return sameImage(now, write.kind === 'put' ? write.item : null) ? 'uncertain' : 'not applied';
  }
}

function oldAttributes({ ReturnValues }: Wire, before: Image): Wire {
  return ReturnValues === 'ALL_OLD' && before ? { Attributes: before } : {};
}
