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
  const { book, place } = door;
  const { name, input, writes } = operation;
  const { item, write } = writes[0]!;
  const returns: string = input.ReturnValues ?? 'NONE';
  const answered = returns === 'NONE' || returns === 'ALL_OLD';
  const { known, earlier, leaves, overwrote } = believed(door, writes[0]!);
  if (!answered) {
    const [before] = await readImages(door.reads, [item], { signal: options.signal });
    item.before = before!;
    item.from = 'read';
  } else if (known) item.from = 'known';

  const spelled = JSON.stringify(input);
  const spelledBefore = answered ? known?.text : JSON.stringify(item.before);
  const touched = `[${spelledItem(item, spelledBefore)}]`;
  const { seq, durable } = book.intend({ operation: name, input: spelled, touched }, place);
  await durable;
  try {
    const request: Request = { input, text: spelled, known: undefined };
    if (returns === 'NONE') {
      request.input = { ...input, ReturnValues: 'ALL_OLD' };
      request.text = input.ReturnValues === undefined ? asksForOld(spelled) : JSON.stringify(request.input);
      request.known = known?.text;
    }
    const imageBefore = () => (answered ? (known ? known.image() : earlier?.()) : item.before);
    const sent = await send(door, operation, request, imageBefore, options);
    const { output } = sent;
    if (sent.isAsKnown) {
      leaves(() => afterImage(write, known!.image())?.after);
      if (sent.uncertain) await book.record({ of: seq, result: 'done', asKnown: true, uncertain: true });
      else await book.recordAsKnown(seq);
    } else await recordAnswer(sent);
    return returns === 'NONE' ? withoutAttributes(output) : output;
  } catch (error) {
    if (error instanceof LostWrite) leaves(() => undefined);
    throw await book.fail(seq, error);
  }

  async function recordAnswer({ output, settledBefore, uncertain }: Sent) {
    const attributes: Image = output.Attributes ?? null;
    const before = settledBefore !== undefined ? settledBefore : answered ? attributes : item.before!;
    const after = returns === 'ALL_NEW' ? attributes : undefined;
    leaves(() => (after === undefined ? afterImage(write, before)?.after : after));
    if (answered && known) item.before = known.image();
    const answer = answered ? answeredImage(item, before) : undefined;
    const undid = answer?.asKnown || uncertain ? undefined : overwrote(before);
    await book.record({
      of: seq,
      result: 'done',
      ...answer,
      ...(after !== undefined && { after }),
      ...(uncertain && { uncertain }),
      ...(undid && { overwrote: { 0: undid } }),
    });
    if (undid) door.onOverwrote(item, undid);
  }
}

/** A write as it is sent, with its JSON text. */
interface Request {
  input: Wire;
  text: string;
  /** The JSON of the image that the answer is likely to bring. */
  known: string | undefined;
}

function asksForOld(input: string): string {
  return `${input.slice(0, -1)},"ReturnValues":"ALL_OLD"}`;
}

interface Sent {
  output: Wire;
  /** The image before, where it was told by looking after an answer had been lost. */
  settledBefore?: Image;
  /** The answer brought the image that was known. */
  isAsKnown?: boolean;
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
  { input: sent, text, known }: Request,
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
      const given: SendOptions = { ...options, retry, spelled: { input: sent, text } };
      if (known !== undefined) given.expected = { text: known, met: false };
      return { output: await door.next(name, sent, given), uncertain, isAsKnown: given.expected?.met ?? false };
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

// By name, for what is left out here need not be read.
function withoutAttributes(output: Wire): Wire {
  const rest: Wire = {};
  for (const name in output) if (name !== 'Attributes') rest[name] = output[name];
  return rest;
}

function oldAttributes({ ReturnValues }: Wire, before: Image): Wire {
  return ReturnValues === 'ALL_OLD' && before ? { Attributes: before } : {};
}
