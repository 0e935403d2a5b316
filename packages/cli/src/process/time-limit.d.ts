import type { Run } from '@dynamodb-migrate/core';
/** Tells the process of a rehearsed run how many milliseconds it may go without progress. */
export declare const limitVariable = 'DYNAMODB_MIGRATE_TEST_LIMIT';
/** In a rehearsal, ends a run that makes no progress, as if nothing were left to do. Call what it returns at its end. */
export declare function limitRun(run: Pick<Run, 'records' | 'errors' | 'drained'>): () => void;
/** In a rehearsal, ends a process that something of the script keeps alive after the run. */
export declare function limitProcess(): void;
