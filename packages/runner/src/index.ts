export { checkAccount } from './account/check-account';
export type { Wishes } from './control/tuning';
export { type Doors, openDoors } from './doors';
export { type Explain, explainAt } from './explain';
export { count, counted, duration } from './format';
export { findSdk } from './guard/find-sdk';
export { followPast } from './guard/follow-past';
export { unguarded } from './guard/unguarded';
export { type Layers, throughLayers } from './layers';
export { type Log, silent } from './log';
export { impatientLine } from './patience';
export type { RecordChange } from './preview/changes-file';
export { masked, maskOf, redactionOf } from './preview/masking';
export type { Estimate, PreviewOutcome, TableOutcome } from './preview/outcome';
export { createRefusals, type Refusal, type Refusals } from './preview/refusals';
export { scrub } from './preview/scrub';
export { findRun } from './rollback/find-run';
export type { RollBackOptions, RollbackProgress } from './rollback/options';
export { givenEndpoint } from './rollback/reach';
export {
  type RollBackRun,
  type RolledBack,
  rollBackRun,
  written,
} from './rollback/roll-back-run';
export type { RolledBackItem } from './rollback/rolled-back-item';
export type { ThreeWay, Versions } from './rollback/three-way';
export { withWayPast } from './rollback/way-past';
export { capacityShare } from './run/capacity';
export type { Attended, Host } from './run/host';
export { describeTable } from './run/look-at';
export type { BudgetOptions } from './run/options/budget';
export type { ConnectionOptions } from './run/options/connection';
export type { Mode, RunScriptOptions } from './run/options/run-script';
export type { StateOptions } from './run/options/state';
export type { Overwritten } from './run/overwritten';
export type { Prepared } from './run/prepare-script';
export type { Progress } from './run/progress';
export { type Job, runJob } from './run/run-job';
export { inRun, type RunScope } from './run/run-scope';
export { runScript } from './run/run-script';
export type { Counts, Previewed, ScriptRun } from './run/script-run';
export { whoStopped } from './run/who-stopped';
export { type ListedRuns, listRuns, type PruneOptions, pruneRuns } from './runs/list-runs';
export { type FailedOperation, type ShownRun, showRun } from './runs/show-run';
export { type TuneOptions, tune } from './runs/tune';
export { provideDyno } from './script/dyno-hook';
export { withSources } from './script/held/hold';
export type { Holder, Sources } from './script/held/sources';
export { relativeName } from './script/held/unread';
export { loadScript, locateScript } from './script/load';
export { rememberModules } from './script/module-cache';
export { scriptLine } from './script/script-line';
export { sharedDyno } from './script/shared-dyno';
export { unlessDrained } from './script/unless-drained';
export { liveSession } from './session/live';
export type { Control, Session, SessionOptions } from './session/session';
export { isInS3, placeFrom } from './state/place';
export { defaultState, type OpenStateOptions, openState, type StateFolder, within, withState } from './state/state';
