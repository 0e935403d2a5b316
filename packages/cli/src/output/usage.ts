import { showUsd } from '@dynamodb-migrate/ledger';
import { counted, duration } from '@dynamodb-migrate/runner';

/** What a script was planned to consume, or has consumed. */
interface Usage {
  writeUnits: number;
  readUnits: number;
  seconds: number;
  /** USD. */
  cost?: number;
}

/** `planned 12,400 write units, …, 3 min 00 s, 0.02 USD; used 12,388 write units, …`; undefined where neither is known. */
export function usageLine({
  planned,
  used,
}: {
  planned?: Usage | undefined;
  used?: Usage | undefined;
}): string | undefined {
  const parts = [...(planned && used ? [`planned ${told(planned)}`] : []), ...(used ? [`used ${told(used)}`] : [])];
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function told({ writeUnits, readUnits, seconds, cost }: Usage): string {
  const usd = cost === undefined ? [] : [showUsd(cost)];
  const time = duration(Math.max(100, seconds * 1000));
  return [counted(writeUnits, 'write unit'), counted(Math.ceil(readUnits), 'read unit'), time, ...usd].join(', ');
}
