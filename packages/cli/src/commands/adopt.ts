import { compareScriptNames, statusOf } from '@dynamodb-migrate/ledger';
import type { AdoptOptions } from '../arguments/adopt';
import type { Command } from '../arguments/command';
import { holdLease } from '../deploy/hold-lease';
import { exitCodes } from '../exit-codes';
import { findScript } from '../fleet/find-script';
import { openFleet } from '../fleet/fleet';
import { printJson } from '../output/data';
import { counted } from '../output/format';
import type { Screen } from '../output/screen';

interface Adopted {
  json: boolean;
  environment: string;
  scripts: string[];
}

/** Takes over what was done before there was a ledger. */
export const adoptCommand: Command<AdoptOptions, Adopted> = { run: adopt, report };

async function adopt(options: AdoptOptions, screen: Screen): Promise<Adopted> {
  const fleet = await openFleet(options, screen);
  const { environment, ledger, scripts, who, where } = fleet;
  const last = findScript(
    scripts.map(({ file }) => file),
    options.script,
  );
  return holdLease(fleet, { task: 'adopt', onLost: () => {} }, async (lease) => {
    const status = statusOf(fleet, await fleet.ledgerState());
    const chosen = status.scripts.filter(
      ({ script, standing }) => standing === 'pending' && compareScriptNames(script, last) <= 0,
    );
    for (const { script, sha256, tables } of chosen) {
      const event = { script, ...(sha256 !== undefined && { sha256 }), ...(tables.length > 0 && { tables }) };
      await ledger.record(environment.name, { kind: 'adopted', ...event, by: who, from: where }, lease);
    }
    return { json: options.json, environment: environment.name, scripts: chosen.map(({ script }) => script) };
  });
}

function report({ json, environment, scripts }: Adopted, screen: Screen): number {
  if (json) printJson({ environment, scripts });
  for (const script of scripts) screen.line(`${script} is taken for applied`);
  screen.line(`${environment}: ${counted(scripts.length, 'script')} adopted`);
  return exitCodes.done;
}
