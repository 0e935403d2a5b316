export {
  type AttributeType,
  type AttributeValue,
  canonicalNumber,
  compareNumbers,
  equalItems,
  equalValues,
  type Item,
  itemSize,
  keyFromId,
  keyId,
  keyOf,
  typeOf,
  valueSize,
} from '@dynamodb-migrate/expressions';
export { plainAddress } from './aws/address';
export { environmentCredentials } from './aws/environment-credentials';
export { fromClient } from './aws/from-client';
export { profileEndpoint } from './aws/profile';
export { type AgentFor, configuration as clientConfiguration } from './aws/sdk-client';
export { createTransport, type ProxyFor, type TransportOptions } from './aws/transport';
export { type BackupOptions, backUp, pointInTimeRecovery } from './backup/backup';
export { coalesce } from './batch/coalesce';
export { atOnce } from './engine/at-once';
export type { Failure } from './engine/failure';
export { createPositions, type Positions } from './engine/positions';
export { currentRecord, inRecord, type RecordScope, recordName } from './engine/record-scope';
export { createRun, type Run, type RunOptions, type RunResult, type RunState } from './engine/run';
export { createUnsent, type Handed, type Unsent, type UnsentRequest } from './engine/unsent';
export { MigrateError, type MigrateErrorOptions } from './error';
export { inPlace, refuseLinks } from './files/links';
export { createOutput, writeOutput } from './files/output';
export { temporaryBeside } from './files/temporary';
export { writeAtomically, writePartsAtomically } from './files/write-atomically';
export { createGuard, type Guard } from './guard/guard';
export { canonicalJson } from './items/canonical-json';
export { checkItem, type Oddity } from './items/check-item';
export { describeKey } from './items/describe-key';
export { type AttributeChange, diffItems } from './items/diff';
export { formatPath, type Path, parsePath } from './items/path';
export { hideValues, type Mask, redact } from './items/redact';
export { afterImage, type Effect } from './journal/after-image';
export type { Image, Intent, JournalEntry, Outcome, Touched } from './journal/entry';
export { extentOf, type JournalExtent } from './journal/extent';
export { fateOf } from './journal/fate';
export { type Journal, type JournalOptions, openJournal } from './journal/journal';
export { createJournalFile, type JournalFile } from './journal/journal-file';
export { type JournalSize, journalSize } from './journal/journal-size';
export { type KnownImage, scannedImage } from './journal/known-images';
export { journalFiles, type ReadOptions, readJournal } from './journal/read-journal';
export { type Adaptive, adapt } from './limit/adapt';
export { type Bucket, createBucket } from './limit/bucket';
export { type Budgets, capacityUnits, limit } from './limit/limit';
export { nearMiss } from './near-miss';
export { indexWriteUnits, writeUnits } from './preview/capacity';
export type { Change, ChangeKind } from './preview/change';
export { type ImageStore, imageStore, type StoreOptions } from './preview/images/image-store';
export { createOverlay, type Overlay, type TableSummary, type Usage } from './preview/overlay';
export { type PreviewOptions, preview } from './preview/preview';
export {
  type Checkpoint,
  type CheckpointOptions,
  type Checkpoints,
  positionsOf,
  readCheckpoint,
  startCheckpoints,
} from './resume/checkpoint';
export { type RecordsDoneOptions, recordsDone } from './resume/records-done';
export { replay } from './resume/replay';
export { type ResumedSourceOptions, resumedSource } from './resume/resumed-source';
export { readStanding, type SettleOptions, type Standing, settleFates, type Unfinished } from './resume/unfinished';
export { checkRun } from './rollback/check-run';
export type { RollbackOptions, RollbackResult } from './rollback/options';
export { type OverwrittenItem, onlyOverwritten, overwrittenBy } from './rollback/overwritten-items';
export type { RollbackDetail } from './rollback/roll-back-one';
export { rollback } from './rollback/rollback';
export type { ConflictReason } from './rollback/verdict';
export { isExpired, isRunning, isTaken } from './runs/lock/errors';
export { type Holder, holderOf, holding } from './runs/lock/holder';
export { expiry, type LockOwner, margin, type RunLock, renewal, type TakeRun, type Task } from './runs/lock/lock';
export { mirror } from './runs/lock/lock-file';
export { elapsed, moment } from './runs/lock/moment';
export { thisProcess } from './runs/lock/process';
export { takeRun } from './runs/lock/take-run';
export type { Deployment, Redaction, RunPatch, RunRecord, RunRequest } from './runs/run';
export {
  canBePruned,
  canBeResumed,
  canBeRolledBack,
  isAtWork,
  isRollingBack,
  type RunState as RecordedState,
  transitions,
} from './runs/run-state';
export * as runs from './runs/runs';
export { who } from './runs/who';
export { aside } from './send/aside';
export { type CertificateFault, certificateFault, isPlainText } from './send/certificate';
export { isDeclined } from './send/declined';
export { type FailedOperation, type InFlight, inFlight } from './send/in-flight';
export {
  type Check,
  hasWritten,
  isItemOperation,
  isRead,
  isSingleWrite,
  itemReads,
  itemWrites,
  keyOfPart,
  partsOf,
  tablesOf,
  transactParts,
  type Write,
  writesOf,
} from './send/operations';
export { readOnly } from './send/read-only';
export { backoff, isThrottle, type RetryPolicy, retry } from './send/retry';
export { byRight, type Right } from './send/right';
export * from './send/send';
export { ServiceError, type ServiceErrorDetails } from './send/service-error';
export { type Skip, skipUnchanged } from './skip/skip-unchanged';
export { decompress } from './source/decompress';
export { isItem } from './source/is-item';
export { type LinesOptions, lines } from './source/lines';
export type { Notes } from './source/notes';
export { type Position, type ScanOptions, scan } from './source/scan';
export type { Page, Source, Veil } from './source/source';
export { splitLines } from './source/split-lines';
export { createDescribe, type Describe, type TableInfo } from './tables/describe';
export { plainName } from './tables/table-name';
export { printable, printableLines } from './text/printable';
