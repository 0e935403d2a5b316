import type { ScriptRun } from '@dynamodb-migrate/runner';

type Write = (text: string) => Promise<void>;

/** Writes what a run came to as one JSON document; of a preview, what would change. */
export function writeRun(run: ScriptRun, write: Write): Promise<void> {
  return run.preview ? writePreview(run, write) : write(`${JSON.stringify(documentOf(run), null, 2)}\n`);
}

function documentOf({
  mode,
  state,
  stoppedBy,
  run,
  counts,
  failures,
  milliseconds,
  resumable,
  canRollBack,
  overwritten,
  skipped,
}: ScriptRun) {
  return {
    ...{ mode, state, stoppedBy, run, counts },
    failures: failures.map(({ record, during, message }) => ({ record, during, message })),
    ...{ resumable, canRollBack, overwritten, skipped, milliseconds: Math.round(milliseconds) },
  };
}

/** Its changes come last, in as little memory as it takes. */
async function writePreview({ preview, changes }: ScriptRun, write: Write): Promise<void> {
  await write(`${JSON.stringify(preview!.outcome, null, 2).replace(/\n}$/, '')},\n  "changes": [`);
  let first = true;
  for await (const change of changes!()) {
    await write(`${first ? '' : ','}\n    ${JSON.stringify(change)}`);
    first = false;
  }
  await write(first ? ']\n}\n' : '\n  ]\n}\n');
}
