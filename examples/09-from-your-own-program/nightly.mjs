// A nightly job: previews, runs within a budget when the preview is sound, and rolls the run back when a check fails.
import { rollBack, runScript } from 'dynamodb-migrate';

const most = Number(process.argv[2] ?? 10);
const job = { database: 'local/sessions', script: 'expire-sessions.js' };

const preview = await runScript({ ...job, mode: 'preview' });
const [table] = preview.tables;
console.log(`the preview ${preview.state}: ${table.changed} of ${preview.counts.records} sessions would change`);
if (preview.state !== 'succeeded') throw preview.failures[0].error;

const run = await runScript({ ...job, mode: 'live', maxWcu: 20, signal: AbortSignal.timeout(60_000) });
console.log(`the run ${run.state}: ${run.counts.operations.UpdateItem ?? 0} sessions written`);

// A session must not expire before it was seen last.
let odd = 0;
const check = await runScript({
  ...job,
  script: async (record) => {
    if (record.expires !== undefined && !(record.expires > record.seen)) odd++;
  },
});
if (run.state !== 'succeeded' || check.state !== 'succeeded' || odd > 0 || table.changed > most) {
  const back = await rollBack({ run: run.run, live: true });
  console.log(`rolled back: ${back.counts.restored} sessions are as they were`);
  process.exitCode = 1;
}
