import type { ScriptRun } from '@dynamodb-migrate/runner';

/** Writes what a preview came to as one JSON document, its changes last, in as little memory as it takes. */
export async function writePreview(
  { preview, changes }: ScriptRun,
  write: (text: string) => Promise<void>,
): Promise<void> {
  await write(`${JSON.stringify(preview!.outcome, null, 2).replace(/\n}$/, '')},\n  "changes": [`);
  let first = true;
  for await (const change of changes!()) {
    await write(`${first ? '' : ','}\n    ${JSON.stringify(change)}`);
    first = false;
  }
  await write(first ? ']\n}\n' : '\n  ]\n}\n');
}
