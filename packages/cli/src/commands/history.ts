import { chooseEnvironment, type LedgerEvent, listScripts } from '@dynamodb-migrate/ledger';
import type { Command } from '../arguments/command';
import type { HistoryOptions } from '../arguments/history';
import { exitCodes } from '../exit-codes';
import { needConfig } from '../fleet/find-config';
import { findScript } from '../fleet/find-script';
import { openLedger } from '../fleet/fleet';
import { printData, printJson } from '../output/data';
import { duration } from '../output/format';
import { columns, countsLine, minute } from '../output/run';
import type { Screen } from '../output/screen';

interface History {
  json: boolean;
  environment: string;
  /** The one that was asked for. */
  script?: string;
  events: LedgerEvent[];
}

/** Reads what was done to an environment. */
export const historyCommand: Command<HistoryOptions, History> = { run: read, report };

async function read({ env, config: file, script, json }: HistoryOptions, screen: Screen): Promise<History> {
  const { config, folder } = await needConfig(file);
  const environment = chooseEnvironment(config, { env, variables: process.env });
  const all = await openLedger(environment, screen).history(environment.name);
  if (script === undefined) return { json, environment: environment.name, events: all };
  // Scripts that are gone from the folder have a history, too.
  const happened = all.flatMap((event) => event.script ?? []);
  const { scripts } = await listScripts(folder).catch(() => ({ scripts: [] }));
  const meant = findScript([...new Set([...happened, ...scripts.map(({ file }) => file)])], script);
  return { json, environment: environment.name, script: meant, events: all.filter((event) => event.script === meant) };
}

function report({ json, environment, script, events }: History, screen: Screen): number {
  if (json) printJson(events);
  else if (events.length > 0)
    printData(columns([['when', 'what', 'script', 'by', 'from', 'run', 'details'], ...events.map(row)]));
  else screen.line(`nothing has happened${script === undefined ? '' : ` to ${script}`} in ${environment} yet`);
  return exitCodes.done;
}

function row(event: LedgerEvent): string[] {
  const { at, kind, script = '', by, run = '' } = event;
  return [minute(at), kind, script, by.user, whence(event), run, details(event)];
}

function whence({ from = {} }: LedgerEvent): string {
  const { commit, dirty, ci, job } = from;
  const parts = [commit && `${commit.slice(0, 8)}${dirty ? ' with changes' : ''}`, [ci, job].filter(Boolean).join(' ')];
  return parts.filter(Boolean).join(', ');
}

function details({ counts = {}, seconds, error, plan, details: more }: LedgerEvent): string {
  const broken = more?.broken && `the lock of ${more.broken.owner}`;
  return [
    countsLine(counts),
    seconds !== undefined && duration(seconds * 1000),
    plan && `plan ${plan.slice(0, 12)}`,
    broken,
    error?.split('\n')[0],
  ]
    .filter(Boolean)
    .join(', ');
}
