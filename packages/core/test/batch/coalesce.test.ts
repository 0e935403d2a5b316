import { coalesce, compose, createDescribe, type Send, ServiceError, type Wire } from '@dynamodb-migrate/core';
import { createTable, describeEngines, dump } from '@dynamodb-migrate/test-tools';
import * as fc from 'fast-check';

function recording(send: Send): { send: Send; calls: { operation: string; input: Wire }[] } {
  const calls: { operation: string; input: Wire }[] = [];
  return {
    calls,
    send: (operation, input, options) => {
      if (operation !== 'DescribeTable') calls.push({ operation, input });
      return send(operation, input, options);
    },
  };
}

const put = (id: string, n = 0) => ({ Item: { id: { S: id }, n: { N: `${n}` } } });

describeEngines('coalesce', (engine) => {
  const open = (transport: Send = engine.send) => {
    const recorded = recording(transport);
    const send = compose(() => recorded.send, coalesce(createDescribe()))(engine.target);
    return { send, calls: recorded.calls };
  };

  test('plain writes at the same time travel together', async () => {
    const TableName = await createTable(engine);
    const { send, calls } = open();
    const ids = Array.from({ length: 60 }, (_, i) => `r${i}`);
    const outputs = await Promise.all(ids.map((id) => send('PutItem', { TableName, ...put(id) })));
    expect(outputs.every((output) => Object.keys(output).length === 0)).toBe(true);
    expect(calls.map(({ operation }) => operation)).toEqual(Array(3).fill('BatchWriteItem'));
    await Promise.all(ids.map((id) => send('DeleteItem', { TableName, Key: { id: { S: id } } })));
    expect(await dump(engine, TableName)).toEqual([]);
    expect(calls).toHaveLength(6);
  });

  test('a write alone stays a single write', async () => {
    const TableName = await createTable(engine);
    const { send, calls } = open();
    await send('PutItem', { TableName, ...put('a') });
    expect(calls.map(({ operation }) => operation)).toEqual(['PutItem']);
  });

  test('what asks for more than a batch gives stays single', async () => {
    const TableName = await createTable(engine);
    const { send, calls } = open();
    await Promise.all([
      send('PutItem', { TableName, ...put('a'), ConditionExpression: 'attribute_not_exists(id)' }),
      send('PutItem', { TableName, ...put('b'), ReturnValues: 'ALL_OLD' }),
      send('DeleteItem', { TableName, Key: { id: { S: 'c' } }, ReturnConsumedCapacity: 'TOTAL' }),
    ]);
    expect(calls.map(({ operation }) => operation)).toEqual(['PutItem', 'PutItem', 'DeleteItem']);
  });

  test('a bad item fails its own caller alone', async () => {
    const TableName = await createTable(engine);
    const { send } = open();
    const bad = { Item: { id: { S: 'bad' }, n: { N: 'no number' } } };
    const results = await Promise.allSettled([
      ...Array.from({ length: 10 }, (_, i) => send('PutItem', { TableName, ...put(`r${i}`) })),
      send('PutItem', { TableName, ...bad }),
    ]);
    expect(results.map(({ status }) => status)).toEqual([...Array(10).fill('fulfilled'), 'rejected']);
    expect(results[10]).toMatchObject({ reason: { name: 'ValidationException' } });
    expect(await dump(engine, TableName)).toHaveLength(10);
  });

  test('writes without their key fail as ever', async () => {
    const TableName = await createTable(engine);
    const { send } = open();
    await expect(send('PutItem', { TableName, Item: { n: { N: '1' } } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('unprocessed items are sent until they are done', async () => {
    const TableName = await createTable(engine);
    let rounds = 0;
    const { send } = open(async (operation, input, options) => {
      if (operation !== 'BatchWriteItem' || rounds++ > 2) return engine.send(operation, input, options);
      const [first, ...rest] = input.RequestItems[TableName];
      await engine.send(operation, { RequestItems: { [TableName]: [first] } });
      return { UnprocessedItems: { [TableName]: rest } };
    });
    await Promise.all(Array.from({ length: 10 }, (_, i) => send('PutItem', { TableName, ...put(`r${i}`) })));
    expect(rounds).toBe(4);
    expect(await dump(engine, TableName)).toHaveLength(10);
  });

  test('without permission for batches, or for describing the table, writes go one by one', async () => {
    const TableName = await createTable(engine);
    for (const denied of ['BatchWriteItem', 'DescribeTable']) {
      const { send } = open((operation, input, options) =>
        operation === denied
          ? Promise.reject(new ServiceError('AccessDeniedException', 'no', { statusCode: 400 }))
          : engine.send(operation, input, options),
      );
      await Promise.all(Array.from({ length: 5 }, (_, i) => send('PutItem', { TableName, ...put(`${denied}${i}`) })));
    }
    expect(await dump(engine, TableName)).toHaveLength(10);
  });

  test('writes to one key keep their order, whatever is mixed', async () => {
    const TableName = await createTable(engine);
    const write = fc.record({ id: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom('put', 'delete', 'update') });
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 2, maxLength: 30 }), async (writes) => {
        const { send } = open();
        const expected = new Map<string, number>();
        await Promise.all(
          writes.map(({ id, kind }, n) => {
            const Key = { id: { S: id } };
            if (kind === 'delete') expected.delete(id);
            else expected.set(id, n);
            if (kind === 'put') return send('PutItem', { TableName, ...put(id, n) });
            if (kind === 'delete') return send('DeleteItem', { TableName, Key });
            const ExpressionAttributeValues = { ':n': { N: `${n}` } };
            return send('UpdateItem', { TableName, Key, UpdateExpression: 'SET n = :n', ExpressionAttributeValues });
          }),
        );
        const items = await dump(engine, TableName);
        expect(new Map(items.map(({ id, n }: Wire) => [id.S, Number(n.N)]))).toEqual(expected);
        await Promise.all(['a', 'b', 'c'].map((id) => send('DeleteItem', { TableName, Key: { id: { S: id } } })));
      }),
      { numRuns: 15 },
    );
  });
});
