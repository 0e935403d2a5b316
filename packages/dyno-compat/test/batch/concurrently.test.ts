import { concurrently } from '../../src/batch/concurrently';

test('results come in order, with at most that many under way', async () => {
  let underWay = 0;
  let most = 0;
  const results = await new Promise<number[]>((resolve) => {
    const work = (n: number, next: (result: number) => void) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay--;
        next(n * 10);
      }, 5 - n);
    };
    concurrently([1, 2, 3, 4], 2, work, resolve);
  });
  expect([results, most]).toEqual([[10, 20, 30, 40], 2]);
});

test('work that calls back at once does not grow the stack', () => {
  const done = jest.fn();
  concurrently(Array(100_000).fill(1), 1, (n: number, next: (result: number) => void) => next(n), done);
  expect(done).toHaveBeenCalledTimes(1);
});

test('nothing to do is done at once', () => {
  const done = jest.fn();
  concurrently([], 1, () => {}, done);
  expect(done).toHaveBeenCalledWith([]);
});
