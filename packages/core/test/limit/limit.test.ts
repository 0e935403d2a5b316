import { createBucket, limit, type Send, ServiceError } from '@dynamodb-migrate/core';

const target = { region: 'us-east-1' };

function consuming(units: number) {
  const inputs: any[] = [];
  const send: Send = async (_operation, input) => {
    inputs.push(input);
    return { Attributes: { a: { S: 'b' } }, ConsumedCapacity: { TableName: 't', CapacityUnits: units } };
  };
  return { send, inputs };
}

describe('limit', () => {
  test('holds writes to their budget, by what DynamoDB says they consumed', async () => {
    const service = consuming(10);
    const bucket = createBucket(200);
    const send = limit({ writes: bucket })(service.send, target);
    const started = performance.now();
    for (let i = 0; i < 60; i++) await send('PutItem', { TableName: 't' });
    const seconds = (performance.now() - started) / 1000;
    expect(bucket.consumed).toBe(600);
    // 600 units at 200 a second, the first 200 from the full bucket.
    expect(seconds).toBeGreaterThan(1.8);
    expect(seconds).toBeLessThan(3.5);
  });

  test('many at once share one budget, and keep their order', async () => {
    const bucket = createBucket(100);
    const send = limit({ writes: bucket })(consuming(5).send, target);
    const done: number[] = [];
    const started = performance.now();
    await Promise.all(Array.from({ length: 50 }, (_, i) => send('PutItem', {}).then(() => done.push(i))));
    expect((performance.now() - started) / 1000).toBeGreaterThan(0.4);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(bucket.consumed).toBe(250);
  });

  test('what was asked of DynamoDB is hidden unless the script asked for it', async () => {
    const service = consuming(1);
    const send = limit({ writes: createBucket(1000), reads: createBucket(1000) })(service.send, target);
    await expect(send('PutItem', { TableName: 't' })).resolves.toEqual({ Attributes: { a: { S: 'b' } } });
    await expect(send('GetItem', { ReturnConsumedCapacity: 'INDEXES' })).resolves.toHaveProperty('ConsumedCapacity');
    expect(service.inputs.map((input) => input.ReturnConsumedCapacity)).toEqual(['TOTAL', 'INDEXES']);
  });

  test('reads and writes have budgets of their own, other operations none', async () => {
    const service = consuming(1);
    const writes = createBucket(1000);
    const send = limit({ writes })(service.send, target);
    await send('GetItem', {});
    await send('DescribeTable', {});
    expect(service.inputs).toEqual([{}, {}]);
    expect(writes.consumed).toBe(0);
  });

  test('an abort ends the waiting', async () => {
    const bucket = createBucket(1);
    const send = limit({ writes: bucket })(consuming(100).send, target);
    await send('PutItem', {});
    const controller = new AbortController();
    const waiting = send('PutItem', {}, { signal: controller.signal });
    setTimeout(() => controller.abort(), 10);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a rate that is raised frees those who wait', async () => {
    const bucket = createBucket(1);
    const send = limit({ writes: bucket })(consuming(1000).send, target);
    await send('PutItem', {});
    const waiting = send('PutItem', {});
    bucket.rate = 1_000_000;
    await waiting;
  });

  test('a failed operation is charged its estimate', async () => {
    const bucket = createBucket(10);
    const failing: Send = () => Promise.reject(new ServiceError('ValidationException', 'no'));
    await expect(limit({ writes: bucket })(failing, target)('PutItem', {})).rejects.toThrow('no');
    expect(bucket.consumed).toBe(1);
  });
});
