import fc from 'fast-check';
import type { Screen } from '../../src/output/screen';
import { stopAtSignals } from '../../src/process/signals';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

test('however many heed them, the first signal stops and only a second one exits', () => {
  const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
  try {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
        fc.constantFrom(...signals),
        fc.constantFrom(...signals),
        (holders, released, first, second) => {
          exit.mockClear();
          const told: string[] = [];
          const stop = new AbortController();
          const screen = { info: (text: string) => void told.push(text) } as Screen;
          const before = signals.map((signal) => process.listenerCount(signal));
          const unheed = Array.from({ length: holders }, () => stopAtSignals(screen, stop));
          // One that lets go twice does not let go for another.
          for (const one of released) unheed[one]?.();
          const left = holders - new Set(released.filter((one) => one < holders)).size;
          const more = left > 0 ? 1 : 0;
          expect(signals.map((signal) => process.listenerCount(signal))).toEqual(before.map((many) => many + more));
          if (left > 0) {
            process.emit(first, first);
            expect([stop.signal.reason, told.length, exit.mock.calls.length]).toEqual([first, 1, 0]);
            process.emit(second, second);
            expect(exit).toHaveBeenCalledTimes(1);
          }
          for (const one of unheed) one();
          expect(signals.map((signal) => process.listenerCount(signal))).toEqual(before);
        },
      ),
    );
  } finally {
    exit.mockRestore();
  }
});

test('two stops are stopped each on its own', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const screen = { info: () => {} } as unknown as Screen;
  const unheed = [stopAtSignals(screen, one), stopAtSignals(screen, other)];
  process.emit('SIGTERM', 'SIGTERM');
  for (const end of unheed) end();
  expect([one.signal.reason, other.signal.reason]).toEqual(['SIGTERM', 'SIGTERM']);
});
