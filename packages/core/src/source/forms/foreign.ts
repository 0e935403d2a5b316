import { answer } from './answers';
import { change } from './changes';
import { dataPipeline } from './data-pipeline';
import { description } from './descriptions';

/** A document in the form of another tool. */
export interface Foreign {
  /** What a sentence calls it. */
  name: string;
  /** What it holds of records, which ought to be items in wire form. */
  items: unknown[];
  /** How its items become records. @default 'its items are read as records' */
  reading?: string;
  /** The filter for jq that makes lines of its records. */
  jq?: string;
  /** What there is instead of records, and is passed over, such as `deletion`. */
  passedOver?: string;
  /** Why its records are not all there are. */
  warning?: string;
  /** Why nothing can be read from it, and the remedy. */
  refusal?: { why: string; hint: string };
  /** It is among the forms that lines are said to have: nothing needs to be told. */
  isUsual?: boolean;
  /** No plain record looks like it, whatever its items are. */
  isUnmistakable: boolean;
}

/** A parsed document that is no scalar. */
export type Document = { readonly [name: string]: any };

const kinds = [description, change, answer, dataPipeline];

/** Recognises a document in the form of another tool, which is no item in wire form. */
export function foreignForm(document: Document): Foreign | undefined {
  for (const kind of kinds) {
    const foreign = kind(document);
    if (foreign) return foreign;
  }
  return undefined;
}
