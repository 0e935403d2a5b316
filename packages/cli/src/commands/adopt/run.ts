import { type Adopted, openFleet } from '@dynamodb-migrate/fleet';
import type { Command } from '../../arguments/command';
import { counted } from '../../output/format';
import { confirmWith } from '../../process/confirm';
import { exitCodes } from '../../process/exit-codes';
import type { AdoptOptions } from './arguments';

/** Takes over what was done before there was a ledger. */
export const adoptCommand: Command<AdoptOptions, Adopted & { json: boolean }> = {
  async run({ script, json, confirm, ...place }, { screen, host, terminal }) {
    const fleet = await openFleet({ ...place, log: screen, host });
    return { json, ...(await fleet.adopt(script, { confirm: confirmWith(confirm, terminal) })) };
  },
  report({ json, environment, scripts, unfinished }, { screen }) {
    if (json) screen.json({ environment, scripts, unfinished });
    for (const script of scripts) screen.info(`${script} is taken for applied`);
    for (const script of unfinished) {
      screen.info(`${script} was begun and is not at its end: apply it, roll it back, or adopt it by its own name`);
    }
    screen.info(`${environment}: ${counted(scripts.length, 'script')} adopted`);
    return exitCodes.done;
  },
};
