import { setTimeout as sleep } from 'node:timers/promises';
import { adapt, retry, type Send, ServiceError } from '@dynamodb-migrate/core';

const target = { region: 'us-east-1' };

/** A service that throttles whatever comes while it has `capacity` attempts are under way. */
function service(capacity: number) {
  let underWay = 0;
  const stats = { refused: 0, done: 0, capacity };
  const send: Send = async () => {
    if (underWay >= stats.capacity) {
      stats.refused++;
      throw new ServiceError('ThrottlingException', 'slow down', { statusCode: 400 });
    }
    underWay++;
    try {
      await sleep(1);
      stats.done++;
      return {};
    } finally {
      underWay--;
    }
  };
  return { send, stats };
}

describe('adapt', () => {
  test('throttles narrow the window until the service keeps up, and everything gets through', async () => {
    const { send, stats } = service(4);
    let time = 0;
    const adaptive = adapt({ now: () => (time += 10) });
    const door = retry({ max: 1000, delay: () => 5 })(adaptive.layer(send, target), target);
    expect(adaptive.window).toBe(Number.POSITIVE_INFINITY);
    await Promise.all(Array.from({ length: 400 }, () => door('PutItem', {})));
    expect(stats.done).toBe(400);
    expect(stats.refused).toBeGreaterThan(0);
    expect(adaptive.window).toBeLessThan(40);
  });

  test('the window grows again with successes and opens after a calm', async () => {
    let time = 0;
    const { send, stats } = service(1);
    const adaptive = adapt({ calm: 1000, now: () => time });
    const door = retry({ max: 1000, delay: () => 0 })(adaptive.layer(send, target), target);
    await Promise.all([door('PutItem', {}), door('PutItem', {})]);
    expect(adaptive.window).toBeLessThanOrEqual(2);
    stats.capacity = 1000;
    for (let i = 0; i < 20; i++) await door('PutItem', {});
    expect(adaptive.window).toBeGreaterThan(4);
    time = 1001;
    await door('PutItem', {});
    expect(adaptive.window).toBe(Number.POSITIVE_INFINITY);
  });
});
