export { nearMiss } from '@dynamodb-migrate/core';
export { type Config, defineConfig, type EnvironmentConfig, type FlagDefaults } from './config/config';
export { type ChooseEnvironment, chooseEnvironment, type Environment, environment } from './config/environment';
export { type LoadConfigOptions, type LoadedConfig, loadConfig } from './config/load-config';
export { iamPolicy, type Policy, type PolicyOptions } from './iam/iam-policy';
export type { EventKind, LedgerEvent, NewEvent } from './ledger/event';
export type { LeaseInfo } from './ledger/head';
export { initText } from './ledger/init-text';
export type { Lease, LeaseOptions } from './ledger/lease';
export { createLedger, type Ledger, type LedgerOptions } from './ledger/ledger';
export type { LedgerState, ScriptState, ScriptStateName } from './ledger/state';
export type { Unlocked, UnlockOptions } from './ledger/unlock';
export type { Finding } from './lint/finding';
export { type Lint, type LintOptions, lint } from './lint/lint';
export { putsWholeRecords } from './lint/lint-script';
export { type NewFile, type NewScriptOptions, newScript } from './new/new-script';
export { approvalsOf, approverOf, isByAnother, positionBefore } from './plan/approval';
export { type Present, planDifferences } from './plan/differences';
export { type Envelope, envelopeOf, parseTolerance, usualTolerance } from './plan/envelope';
export { exceededExpectations } from './plan/exceeded';
export { type Identity, isSame, lacksCredentials } from './plan/identity';
export { planMarker, planPage } from './plan/markdown';
export {
  isSound,
  type Plan,
  type PlannedChange,
  type PlannedCounts,
  type PlannedEstimate,
  type PlannedSample,
  type PlannedScript,
  type PlannedTable,
  type PlanSample,
  type TableIdentity,
  type Warning,
} from './plan/plan';
export { planHash } from './plan/plan-hash';
export { planText, readPlan } from './plan/read-plan';
export { checkSampled } from './plan/sampled';
export { showEstimated, showUsd } from './plan/show-estimate';
export { type Expectations, unmetExpectations } from './scripts/expect';
export { hashScript } from './scripts/hash-script';
export { listScripts, type ScriptFile, type ScriptList } from './scripts/list-scripts';
export { type Hook, type Metadata, readMetadata } from './scripts/metadata';
export { type ReadScriptsOptions, readScripts, type Script, type Scripts } from './scripts/read-scripts';
export { compareScriptNames, parseScriptName, type ScriptName } from './scripts/script-name';
export { type ScriptStatus, type Standing, type Status, statusOf } from './status/status';
export { type Variables, type Where, type Who, whereFrom, whoIs } from './where';
