import { readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { type Image, keyId, type Send } from '@dynamodb-migrate/core';
import { clear, createTable, describeEngines, dump, normalise, seed, tempDir } from '@dynamodb-migrate/test-tools';
import fc from 'fast-check';
import { contentsOf, tryWrite, writeOf } from './random-writes';
import { rollBackRun, runWithJournal } from './run-with-journal';

describeEngines('rollback of anything', (engine) => {
  const image = async (table: string) => (await dump(engine, table)).map(normalise);

  test('brings every item back, also when done twice, rolled back itself, and done in parts', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    const scripts = fc.array(fc.array(writeOf(engine), { maxLength: 4 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(contentsOf(engine), scripts, async (contents, steps) => {
        await clear(engine, table);
        await seed(engine, table, contents);
        const before = await image(table);
        const run = await runWithJournal(base, engine, table, async (send) => {
          for (const together of steps) await Promise.all(together.map((write) => tryWrite(send, table, write)));
        });
        const after = await image(table);

        const preview = await rollBackRun(base, engine, run, { live: false });
        expect(await image(table)).toEqual(after);
        const taken = await rollBackRun(base, engine, run);
        expect(taken.counts).toEqual(preview.counts);
        expect(taken.counts).toMatchObject({ conflict: 0, failed: 0 });
        expect(await image(table)).toEqual(before);

        const { restored, deleted, recreated } = (await rollBackRun(base, engine, run)).counts;
        expect({ restored, deleted, recreated }).toEqual({ restored: 0, deleted: 0, recreated: 0 });

        await rollBackRun(base, engine, taken.run!.id);
        expect(await image(table)).toEqual(after);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test('works for a run that was killed at any point, where it knew what it wrote to', async () => {
    const table = await createTable(engine);
    const base = tempDir();
    const crash = fc.record({
      applied: fc.boolean(),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(
        contentsOf(engine),
        fc.array(writeOf(engine), { maxLength: 4 }),
        writeOf(engine),
        crash,
        async (contents, writes, last, { applied, at }) => {
          await clear(engine, table);
          await seed(engine, table, contents);
          const before = await image(table);
          let known = new Map<string, Image>();
          const look = async () => {
            known = new Map((await dump(engine, table)).map((item) => [keyId({ id: item.id }), item]));
          };
          let dying = false;
          let size = 0;
          let file = '';
          const through: Send = async (operation, input, options) => {
            if (!dying || /^(Get|BatchGet|Describe)/.test(operation)) return engine.send(operation, input, options);
            size = statSync(file).size;
            if (applied) await engine.send(operation, input, options).catch(() => {});
            throw new Error('killed');
          };
          const run = await runWithJournal(
            base,
            engine,
            table,
            async (send) => {
              for (const write of writes) {
                await look();
                await tryWrite(send, table, write);
              }
              await look();
              dying = true;
              file = path.join(
                base,
                'runs',
                readdirSync(path.join(base, 'runs')).sort().at(-1)!,
                'journal/000001.journal',
              );
              await send(last.operation, last.input(table)).catch(() => {});
            },
            { through, known: (_target, _table, key) => ({ image: known.get(keyId(key)) ?? null, of: {} }) },
          );
          if (size > 0) {
            const end = statSync(file).size;
            truncateSync(file, size + Math.floor((end - size) * at));
          }
          const { counts } = await rollBackRun(base, engine, run);
          expect(counts).toMatchObject({ conflict: 0, failed: 0 });
          expect(await image(table)).toEqual(before);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
