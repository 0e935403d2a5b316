/** A document path as it is spelled: names, placeholders of names, list indexes. */
export type SpelledPath = readonly (string | number)[];
