import { setTimeout as sleep } from 'node:timers/promises';
import type { Send } from '@dynamodb-migrate/core';
import { serviceClock } from '../../src/ledger/clock';

const hour = 3_600_000;

function clockAt(date: () => string | undefined) {
  const clock = serviceClock();
  const door: Send = async (_operation, _input, options) => {
    const header = date();
    options?.onResponse?.({ statusCode: 200, attempts: 1, headers: header === undefined ? {} : { date: header } });
    return {};
  };
  return { clock, send: clock.layer(door, { region: 'eu-west-1' }) };
}

test('goes by the service where the machine is off', async () => {
  const { clock, send } = clockAt(() => new Date(Date.now() + hour).toUTCString());
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
  const seen: number[] = [];
  await send('GetItem', {}, { onResponse: ({ statusCode }) => seen.push(statusCode) });
  expect(Math.abs(clock.now() - Date.now() - hour)).toBeLessThan(1500);
  expect(seen).toEqual([200]);
});

test.each([[() => new Date().toUTCString()], [() => undefined]])(
  'goes by the machine where there is no doubt',
  async (date) => {
    const { clock, send } = clockAt(date);
    await send('GetItem', {});
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
  },
);

test('does not take a slow answer for a clock that is behind', async () => {
  const clock = serviceClock();
  const slow: Send = async (_operation, _input, options) => {
    const date = new Date().toUTCString();
    await sleep(1500);
    options?.onResponse?.({ statusCode: 200, attempts: 1, headers: { date } });
    return {};
  };
  await clock.layer(slow, { region: 'eu-west-1' })('GetItem', {});
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
});
