import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Item,
  MigrateError,
  type Page,
  type RecordScope,
  retry,
  type Send,
  ServiceError,
  type Source,
  type Wire,
} from '@dynamodb-migrate/core';
import {
  createTable,
  describeEngines,
  dump,
  type Engine,
  seed,
  startDynalite,
  tempDir,
} from '@dynamodb-migrate/test-tools';
import { inRecord } from '../../src/engine/record-scope';
import type { JournalEntry } from '../../src/journal/entry';
import { type JournalOptions, openJournal } from '../../src/journal/journal';
import { createJournalFile } from '../../src/journal/journal-file';
import { journalSize } from '../../src/journal/journal-size';
import { scannedImage } from '../../src/journal/known-images';
import { readJournal } from '../../src/journal/read-journal';

const old: Item = { id: { S: 'a' }, n: { N: '1' }, tags: { SS: ['x', 'y'] } };
const Key = { id: { S: 'a' } };
const update = {
  UpdateExpression: 'SET n = n + :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
};

async function entriesOf(dir: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of readJournal(dir)) entries.push(entry);
  return entries;
}

async function withJournal(
  engine: Engine,
  work: (send: Send) => Promise<unknown>,
  { through = engine.send, ...options }: Partial<JournalOptions> & { through?: Send } = {},
): Promise<JournalEntry[]> {
  const dir = path.join(tempDir(), 'journal');
  const journal = await openJournal({ ...options, dir });
  await work(journal.layer(through, engine.target));
  await journal.close();
  return entriesOf(dir);
}

function recordOf(record: Item): RecordScope {
  const page: Page = { segment: 2, records: [record], first: 7 };
  const source = { name: () => 'id "a"' } as unknown as Source;
  return { source, page, index: 0, record } as RecordScope;
}

describeEngines('the journal', (engine) => {
  let table: string;
  beforeAll(async () => {
    table = await createTable(engine);
  });

  test('closes behind the writes that were let in, and lets none in afterwards', async () => {
    const dir = path.join(tempDir(), 'journal');
    const journal = await openJournal({ dir });
    let sent = 0;
    const slowly: Send = async (operation, input) => {
      if (operation !== 'PutItem') return engine.send(operation, input);
      sent++;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return engine.send(operation, input);
    };
    const send = journal.layer(slowly, engine.target);
    const early = ['e1', 'e2'].map((id) => send('PutItem', { TableName: table, Item: { id: { S: id } } }));
    const closed = journal.close();
    await expect(send('PutItem', { TableName: table, Item: { id: { S: 'e3' } } })).rejects.toThrow('is closed');
    await expect(Promise.all(early)).resolves.toEqual([{}, {}]);
    await closed;
    expect(sent).toBe(2);
    expect((await entriesOf(dir)).map(({ outcome }) => outcome?.result)).toEqual(['done', 'done']);
  });

  test.each([
    ['PutItem', { Item: { ...Key, n: { N: '5' } } }, [undefined, 'NONE', 'ALL_OLD']],
    ['DeleteItem', { Key }, [undefined, 'NONE', 'ALL_OLD']],
    ['UpdateItem', { Key, ...update }, [undefined, 'NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW']],
  ])('%s answers what was asked for, and keeps the image before', async (operation, input, asked) => {
    for (const ReturnValues of asked) {
      const call: Wire = { TableName: table, ...input, ...(ReturnValues && { ReturnValues }) };
      await seed(engine, table, [old]);
      const expected = await engine.send(operation, call);
      await seed(engine, table, [old]);
      const [entry] = await withJournal(engine, async (send) => expect(await send(operation, call)).toEqual(expected));
      expect(entry).toMatchObject({ operation, input: call, region: 'us-east-1', endpoint: engine.endpoint });
      const { before = entry!.touched[0]!.before } = entry!.outcome!;
      expect(before).toEqual(old);
      expect(entry!.touched[0]!.key).toEqual(Key);
      expect(JSON.stringify(entry)).not.toContain('accessKeyId');
    }
  });

  test('what a batch leaves undone is recorded as not done', async () => {
    const two = [{ DeleteRequest: { Key } }, { PutRequest: { Item: { id: { S: 'b' } } } }];
    const through: Send = async (operation, input, options) => {
      if (operation !== 'BatchWriteItem') return engine.send(operation, input, options);
      return { UnprocessedItems: { [table]: [two[1]] } };
    };
    await seed(engine, table, [old]);
    const [entry] = await withJournal(engine, (send) => send('BatchWriteItem', { RequestItems: { [table]: two } }), {
      through,
    });
    expect(entry!.touched).toEqual([
      { table, key: Key, before: old, from: 'read' },
      { table, key: { id: { S: 'b' } }, before: null, from: 'read' },
    ]);
    expect(entry!.outcome).toMatchObject({ result: 'done', unprocessed: [1] });
  });

  test('a refused write is recorded as refused, and its error handed on', async () => {
    const [entry] = await withJournal(engine, async (send) => {
      const call = { TableName: table, Item: { ...Key }, ConditionExpression: 'attribute_exists(nothing)' };
      await expect(send('PutItem', call)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    });
    expect(entry!.outcome).toMatchObject({ result: 'refused', error: { name: 'ConditionalCheckFailedException' } });
  });

  test('names the record, and takes it for the known image of its own item', async () => {
    await seed(engine, table, [old]);
    const known = scannedImage({ ...engine.target, table });
    const entries = await withJournal(
      engine,
      (send) => inRecord(recordOf(old), () => send('UpdateItem', { TableName: table, Key, ...update })),
      { known },
    );
    expect(entries).toMatchObject([
      { record: { name: 'id "a"', segment: 2, ordinal: 7 }, touched: [{ before: old, from: 'known' }] },
    ]);
  });

  test('writes to one item wait for each other, and each has the image that the one before it left', async () => {
    await seed(engine, table, [old]);
    const entries = await withJournal(engine, (send) =>
      Promise.all(Array.from({ length: 10 }, () => send('UpdateItem', { TableName: table, Key, ...update }))),
    );
    const images = entries.sort((a, b) => a.seq - b.seq).map(({ outcome }) => outcome!.before!.n);
    expect(images).toEqual(Array.from({ length: 10 }, (_, i) => ({ N: String(i + 1) })));
  });
});

describe('the journal', () => {
  let engine: Engine;
  let table: string;
  beforeAll(async () => {
    engine = await startDynalite();
    table = await createTable(engine);
  });
  afterAll(() => engine.stop());

  const itemNow = async () => (await dump(engine, table))[0];

  test('has the intent on disk before the request, and the image before the answer', async () => {
    const dir = path.join(tempDir(), 'journal');
    const journal = await openJournal({ dir });
    const seen: JournalEntry[][] = [];
    const through: Send = async (operation, input) => {
      if (operation === 'DeleteItem') seen.push(await entriesOf(dir));
      return engine.send(operation, input);
    };
    await seed(engine, table, [old]);
    await journal.layer(through, engine.target)('DeleteItem', { TableName: table, Key });
    seen.push(await entriesOf(dir));
    await journal.close();
    expect(seen[0]).toMatchObject([{ operation: 'DeleteItem' }]);
    expect(seen[0]![0]!.outcome).toBeUndefined();
    expect(seen[1]![0]!.outcome).toMatchObject({ result: 'done', before: old });
  });

  test('an increment whose answer is lost is applied once, and answered as if it had not been lost', async () => {
    for (const ReturnValues of ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_NEW']) {
      await seed(engine, table, [old]);
      const entries = await withJournal(
        engine,
        (send) =>
          inRecord(recordOf(old), async () => {
            const output = await send('UpdateItem', { TableName: table, Key, ...update, ReturnValues });
            const expected = { NONE: undefined, ALL_OLD: '1', ALL_NEW: '2', UPDATED_NEW: '2' }[ReturnValues];
            expect(output.Attributes?.n?.N).toBe(expected);
          }),
        {
          through: losing(engine, 1),
          known: scannedImage({ ...engine.target, table }),
        },
      );
      expect((await itemNow())!.n).toEqual({ N: '2' });
      expect(entries[0]!.outcome).toMatchObject({ result: 'done' });
      expect(entries[0]!.outcome!.uncertain).toBeUndefined();
    }
  });

  test('an increment that never arrived is sent again', async () => {
    await seed(engine, table, [old]);
    await withJournal(engine, (send) => send('UpdateItem', { TableName: table, Key, ...update }), {
      through: losing(engine, 2, 'before'),
      known: () => ({ image: old, of: {} }),
    });
    expect((await itemNow())!.n).toEqual({ N: '2' });
  });

  test('a conditional put that was applied before its answer was lost does not fail', async () => {
    const fresh = { id: { S: 'a' }, fresh: { BOOL: true } };
    await seed(engine, table, [old]);
    await engine.send('DeleteItem', { TableName: table, Key });
    await withJournal(
      engine,
      (send) => send('PutItem', { TableName: table, Item: fresh, ConditionExpression: 'attribute_not_exists(id)' }),
      { through: losing(engine, 1), known: () => ({ image: null, of: {} }) },
    );
    expect(await itemNow()).toEqual(fresh);
  });

  test('where nothing is known of the item, a lost answer makes the entry uncertain', async () => {
    await seed(engine, table, [old]);
    const entries = await withJournal(engine, (send) => send('UpdateItem', { TableName: table, Key, ...update }), {
      through: losing(engine, 1),
    });
    expect(entries[0]!.outcome).toMatchObject({ result: 'done', uncertain: true });
  });

  test('many concurrent writes share few syncs', async () => {
    let syncs = 0;
    const dir = path.join(tempDir(), 'journal');
    const journal = await openJournal({
      dir,
      createFile: async (file) => {
        const made = await createJournalFile(file);
        const sync = () => {
          syncs++;
          return made.sync();
        };
        return { ...made, sync };
      },
    });
    const send = journal.layer(engine.send, engine.target);
    const ids = Array.from({ length: 200 }, (_, i) => String(i));
    await Promise.all(ids.map((id) => send('PutItem', { TableName: table, Item: { id: { S: id } } })));
    await journal.close();
    expect(await entriesOf(dir)).toHaveLength(200);
    expect(syncs).toBeLessThan(150);
    expect((await journalSize(dir)).commits).toBe(syncs - 2);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(dir, '000001.journal')).mode & 0o777).toBe(0o600);
  });

  test('once the disk is full nothing more is written to the table', async () => {
    const dir = path.join(tempDir(), 'journal');
    let room = 3;
    const journal = await openJournal({
      dir,
      createFile: async (file) => {
        const made = await createJournalFile(file);
        const write = async (bytes: Buffer) => {
          if (room-- === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          await made.write(bytes);
        };
        return { ...made, write };
      },
    });
    const written: string[] = [];
    const send = journal.layer(async (operation, input) => {
      if (operation === 'PutItem') written.push(input.Item.id.S);
      return engine.send(operation, input);
    }, engine.target);
    const put = (id: string) => send('PutItem', { TableName: table, Item: { id: { S: id } } });
    await put('1');
    await expect(put('2')).rejects.toMatchObject({ code: 'JOURNAL_FAILED' });
    await expect(put('3')).rejects.toBeInstanceOf(MigrateError);
    expect(written).toEqual(['1']);
    await journal.close();
    const entries = await entriesOf(dir);
    expect(entries.map(({ outcome }) => outcome?.result)).toEqual(['done']);
  });

  test('an unwritable folder is told at once', async () => {
    const file = path.join(tempDir(), 'file');
    writeFileSync(file, '');
    await expect(openJournal({ dir: path.join(file, 'journal') })).rejects.toMatchObject({ code: 'JOURNAL_FAILED' });
  });

  test.each([
    ['DescribeTable', 'PutItem', { Item: old }],
    ['GetItem', 'UpdateItem', { Key, ...update, ReturnValues: 'ALL_NEW' }],
  ])('says that %s is not permitted', async (needed, operation, input) => {
    const through: Send = async (name, call) => {
      if (name === needed) throw new ServiceError('AccessDeniedException', 'no', { statusCode: 400 });
      return engine.send(name, call);
    };
    await withJournal(
      engine,
      (send) =>
        expect(send(operation, { TableName: table, ...input })).rejects.toMatchObject({
          code: 'JOURNAL_NEEDS_PERMISSION',
          message: `the journal needs dynamodb:${needed} on ${table}`,
          hint: expect.stringContaining('switch the journal off'),
        }),
      { through },
    );
  });

  test('goes on behind what the folder holds', async () => {
    const dir = path.join(tempDir(), 'journal');
    for (const id of ['1', '2', '3']) {
      const journal = await openJournal({ dir });
      await journal.layer(engine.send, engine.target)('PutItem', { TableName: table, Item: { id: { S: id } } });
      await journal.close();
    }
    expect((await entriesOf(dir)).map(({ seq, input }) => [seq, input.Item.id.S])).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
    ]);
  });

  test('operations on tables are written down', async () => {
    const other = await createTable(engine);
    const entries = await withJournal(engine, (send) => send('DeleteTable', { TableName: other }));
    expect(entries).toMatchObject([{ operation: 'DeleteTable', touched: [], outcome: { result: 'done' } }]);
  });
});

/** A door that retries, behind which the first answers to writes are lost, after or before they were applied. */
function losing(engine: Engine, times: number, when: 'before' | 'after' = 'after'): Send {
  const faulty: Send = async (operation, input, options) => {
    const lose = /^(Put|Update|Delete)Item/.test(operation) && times-- > 0;
    const lost = new ServiceError('NetworkingError', 'socket hang up', { errno: 'ECONNRESET' });
    if (lose && when === 'before') throw lost;
    const output = await engine.send(operation, input, options);
    if (lose) throw lost;
    return output;
  };
  return retry({ delay: () => 1 })(faulty, engine.target);
}
