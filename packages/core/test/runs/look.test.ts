import { setImmediate as nextTurn } from 'node:timers/promises';
import { oncePerTurn } from '../../src/runs/lock/look';

describe('oncePerTurn', () => {
  let clock: jest.SpyInstance;
  let now: number;

  beforeEach(() => {
    now = 1_000_000;
    clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
    jest.spyOn(performance, 'now').mockReturnValue(5);
  });
  afterEach(() => jest.restoreAllMocks());

  test('looks once in a turn, with what runs behind it in microtasks', async () => {
    const look = jest.fn(() => true);
    const mayWrite = oncePerTurn(look);
    const answers = [mayWrite(), mayWrite()];
    await Promise.resolve().then(() => answers.push(mayWrite()));
    expect(answers).toEqual([true, true, true]);
    expect(look).toHaveBeenCalledTimes(1);
  });

  test('looks again in the next turn, and learns of a loss there', async () => {
    let ours = true;
    const mayWrite = oncePerTurn(() => ours);
    expect(mayWrite()).toBe(true);
    ours = false;
    await nextTurn();
    expect(mayWrite()).toBe(false);
  });

  test.each([1, 130_000, -1000])('looks again in the same turn when the clock has moved by %d ms', (moved) => {
    let ours = true;
    const mayWrite = oncePerTurn(() => ours);
    expect(mayWrite()).toBe(true);
    ours = false;
    now += moved;
    expect(mayWrite()).toBe(moved < 0);
    expect(clock).toHaveBeenCalled();
  });

  test('a loss is looked for again each time', () => {
    let ours = false;
    const mayWrite = oncePerTurn(() => ours);
    expect(mayWrite()).toBe(false);
    ours = true;
    expect(mayWrite()).toBe(true);
  });
});
