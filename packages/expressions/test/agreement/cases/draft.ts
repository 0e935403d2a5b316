import fc, { type Arbitrary } from 'fast-check';
import type { AttributeValue, Item } from '../../../src';

export type Steps = readonly (string | number)[];

/** An input whose placeholders are gathered while its texts are made. */
export interface Draft {
  value(value: AttributeValue | unknown): string;
  path(steps: Steps): string;
  /** The parameters for the placeholders. */
  placeholders(): { ExpressionAttributeNames?: object; ExpressionAttributeValues?: object };
}

/** A piece of an expression. */
export type Piece = (draft: Draft) => string;

/** A draft; `isHidden` says of each name whether a placeholder stands for it, where it need not. */
export function createDraft(isHidden: (name: string) => boolean): Draft {
  const values: Item = {};
  const names: { [placeholder: string]: string } = {};
  const spell = (name: string) => {
    if (/^[A-Za-z_]\w*$/.test(name) && name !== 'size' && name !== 'any' && !isHidden(name)) return name;
    const placeholder = `#${name.replace(/\W/g, '_')}`;
    names[placeholder] = name;
    return placeholder;
  };
  return {
    value(value) {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = value as AttributeValue;
      return placeholder;
    },
    path: (steps) =>
      steps
        .map((step) => (typeof step === 'number' ? `[${step}]` : `.${spell(step)}`))
        .join('')
        .slice(1),
    placeholders: () => ({
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    }),
  };
}

export const drafts: Arbitrary<Draft> = fc.nat(4).map((n) => createDraft((name) => name.length === n));

export const literal = (values: Arbitrary<unknown>): Arbitrary<Piece> =>
  values.map((value) => (draft: Draft) => draft.value(value));
