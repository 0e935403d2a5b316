import { inRecord, type Layer, type RecordScope, type Send } from '@dynamodb-migrate/core';
import { createScriptTime } from '../../src/estimate/script-time';

let clock = 0;
const pass = async (milliseconds: number) => {
  await null;
  clock += milliseconds;
};

function given() {
  const time = createScriptTime(() => clock);
  const send = wrapped(time.layer);
  const scope = () => ({ open: 1, failed: false }) as RecordScope;
  return {
    ...time,
    async run(script: (send: Send) => unknown) {
      const record = scope();
      await inRecord(record, async () => time.around(() => script(send) as Promise<unknown> | undefined)({}, record));
    },
  };
}

/** Its operations take 100 ms. */
function wrapped(layer: Layer): Send {
  return layer(
    async () => {
      await pass(100);
      return {};
    },
    { region: 'r' },
  );
}

test('what a script computes and waits for is its own, what its operations take is not', async () => {
  const { run, ownSeconds, overlap } = given();
  expect([ownSeconds(), overlap()]).toEqual([0, 1]);
  await run(async (send) => {
    await pass(400);
    await send('PutItem', {});
    await pass(20);
    await send('PutItem', {});
  });
  expect([ownSeconds(), overlap()]).toEqual([0.42, 1]);
  await run(() => {
    clock += 20;
    return undefined;
  });
  expect(ownSeconds()).toBeCloseTo(0.22);
});

test('operations at the same time overlap', async () => {
  const { run, ownSeconds, overlap } = given();
  await run((send) => Promise.all([send('PutItem', {}), send('PutItem', {})]));
  // The clock of this test goes on while the first is under way.
  expect(overlap()).toBeLessThan(1);
  expect(ownSeconds()).toBe(0);
});

test('a script that fails, and one that does not wait for its operations, count as well', async () => {
  const { run, ownSeconds } = given();
  const failing = run(async () => {
    await pass(50);
    throw new Error('no luck');
  });
  await expect(failing).rejects.toThrow('no luck');
  let sent: Promise<unknown> | undefined;
  await run(async (send) => {
    await pass(30);
    sent = send('PutItem', {});
  });
  await sent;
  expect(ownSeconds()).toBeCloseTo(0.04);
});
