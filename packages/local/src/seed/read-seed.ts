import { createReadStream } from 'node:fs';
import { decompress, type Item, isItem, MigrateError, splitLines } from '@dynamodb-migrate/core';
import { itemOf, parseMarked } from './plain-item';

/** An item to put, and how errors name it: `line 17 of seed.ndjson`. */
export interface SeedRecord {
  item: Item;
  where: string;
}

/**
 * The items of a file, plain or gzipped: one JSON document a line, or one JSON array. Each is an item in wire form, a
 * line of a DynamoDB export (`{"Item":…}`), or plain JSON. Rejects with `BAD_SEED`.
 */
export async function* readSeed(file: string): AsyncGenerator<SeedRecord> {
  let array: string[] | undefined;
  for await (const { text, number } of lines(file)) {
    if (array) {
      array.push(text);
    } else if (text.startsWith('[')) {
      array = [text];
    } else {
      const where = `line ${number} of ${file}`;
      yield { item: toItem(parse(text, where), () => parseMarked(text), where), where };
    }
  }
  if (array) yield* elements(array.join('\n'), file);
}

async function* lines(file: string): AsyncGenerator<{ text: string; number: number }> {
  let number = 0;
  try {
    for await (const chunk of splitLines(decompress(createReadStream(file)))) {
      for (const line of chunk) {
        number++;
        const text = line.trim();
        if (text !== '') yield { text, number };
      }
    }
  } catch (error) {
    throw new MigrateError('BAD_SEED', `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function* elements(text: string, file: string): Generator<SeedRecord> {
  const documents: unknown[] = parse(text, file);
  const marked: unknown[] = parseMarked(text);
  for (const [index, document] of documents.entries()) {
    const where = `element ${index + 1} of ${file}`;
    yield { item: toItem(document, () => marked[index], where), where };
  }
}

function parse(text: string, where: string): any {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MigrateError('BAD_SEED', `${where} is not JSON: ${(error as Error).message}`, {
      cause: error,
      hint: 'A seed file holds one JSON document a line, or one JSON array.',
    });
  }
}

function toItem(document: any, marked: () => any, where: string): Item {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new MigrateError('BAD_SEED', `${where} is no item: ${JSON.stringify(document).slice(0, 60)}`);
  }
  if (isItem(document)) return document;
  if (isItem(document.Item) && Object.keys(document).length === 1) return document.Item;
  return itemOf(marked());
}
