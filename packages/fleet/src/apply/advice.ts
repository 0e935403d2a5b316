/** How a script came to a stop. */
export interface Stop {
  /** Whether a run of it was begun, or had been. */
  begun: boolean;
  /** Set when the same command again would end in the same way: by the plan, or by what the script expects. */
  final?: 'plan' | 'expect' | undefined;
}

/** What can be done about a script that did not succeed. */
export function adviceOn({ begun, final }: Stop): string {
  const rollBack = 'roll it back: dynamodb-migrate rollback --last --live';
  if (final) {
    const other = final === 'plan' ? '; or look at the tables and plan again' : '';
    return `the same command again would end so again; ${rollBack}${other}`;
  }
  if (begun) return `go on with the same command again; or ${rollBack}`;
  return 'nothing of it was begun; give the same command again once that is put right';
}
