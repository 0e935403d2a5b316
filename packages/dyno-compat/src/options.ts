import type { DynoClient } from './client';
import type { CostLogger } from './cost';

export interface DynoOptions {
  /** The table that operations work on when they name none. */
  table?: string;
  region?: string;
  /** The address of the service, such as `http://localhost:4567`. */
  endpoint?: string | { href: string };
  /**
   * `timeout`: milliseconds of silence before an attempt is given up; `agent`: what opens the connections; `proxy`: the address of
   * one. @default { timeout: 5000 }
   */
  httpOptions?: { timeout?: number; agent?: unknown; proxy?: unknown; [option: string]: unknown };
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
  /** Gets a line for every operation. */
  logger?: { log?(line: string): void; write?(line: string): void };
  /** Retries after the first attempt. @default 10 */
  maxRetries?: number;
  retryDelayOptions?: RetryDelayOptions;
  /** Told what each operation consumed; sets `ReturnConsumedCapacity` to `INDEXES`. */
  costLogger?: CostLogger;
  /** Another client whose table, region and connection are used. */
  dynoInstance?: DynoClient;
  /** Gives a client without the methods that write. */
  read?: boolean;
  /** Gives a client without the methods that read. */
  write?: boolean;
  [option: string]: unknown;
}

export interface RetryDelayOptions {
  /** Milliseconds that the random delay doubles from. @default 50 */
  base?: number;
  /** Milliseconds before retry number `retry` (the first is 0); below 0 for none. */
  customBackoff?: (retry: number, error?: Error) => number;
}

/** A client's configuration, as JSON but for loggers and functions. */
export interface DynoConfig {
  region: string;
  endpoint: DynoOptions['endpoint'];
  params: { TableName: string };
  httpOptions: { timeout?: number; agent?: unknown; proxy?: unknown; [option: string]: unknown };
  accessKeyId: string | undefined;
  secretAccessKey: string | undefined;
  sessionToken: string | undefined;
  logger: DynoOptions['logger'];
  maxRetries: number | undefined;
  retryDelayOptions: RetryDelayOptions | undefined;
}

/** The configuration for a table; throws when table or region are missing. */
export function configOf(options: DynoOptions): DynoConfig {
  if (!options.table) throw new Error('table is required');
  if (!options.region) throw new Error('region is required');
  return {
    region: options.region,
    endpoint: options.endpoint,
    params: { TableName: options.table },
    httpOptions: options.httpOptions ?? { timeout: 5000 },
    accessKeyId: options.accessKeyId,
    secretAccessKey: options.secretAccessKey,
    sessionToken: options.sessionToken,
    logger: options.logger,
    maxRetries: options.maxRetries,
    retryDelayOptions: options.retryDelayOptions,
  };
}
