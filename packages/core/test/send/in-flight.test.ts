import { type FailedOperation, inFlight, inRecord, recordName, type Send, ServiceError } from '@dynamodb-migrate/core';

const target = { region: 'us-east-1' };
const source = { name: () => 'id "a1"', async *[Symbol.asyncIterator]() {} };
const scope = {
  source,
  page: { segment: 0, records: [{}], first: 1 },
  index: 0,
  record: { id: { S: 'a1' } },
  open: 1,
  failed: false,
};

function deferred() {
  let resolve!: (value: object) => void;
  const promise = new Promise<object>((r) => {
    resolve = r;
  });
  return { promise, resolve };
}

describe('inFlight', () => {
  test('counts what is under way and tells when it falls', async () => {
    const operations = inFlight();
    const answers = [deferred(), deferred(), deferred()];
    let call = 0;
    const send = operations.layer(() => answers[call++]!.promise, target);
    const sent = [send('PutItem', {}), send('PutItem', {}), send('GetItem', {})];
    expect(operations.count()).toBe(3);
    const below = jest.fn();
    const waiting = operations.atMost(1).then(below);
    answers[0]!.resolve({});
    await sent[0];
    expect(below).not.toHaveBeenCalled();
    answers[1]!.resolve({});
    await waiting;
    expect(operations.count()).toBe(1);
    answers[2]!.resolve({});
    await operations.atMost(0);
    await Promise.all(sent);
    expect(operations.succeeded).toEqual({ PutItem: 2, GetItem: 1 });
  });

  function reject(error: Error): Send {
    return () => Promise.reject(error);
  }

  test('reports a failed operation with its record, whatever becomes of the promise', async () => {
    const operations = inFlight();
    const failures: FailedOperation[] = [];
    operations.report((failure) => failures.push(failure));
    const send = operations.layer(reject(new ServiceError('ValidationException', 'no')), target);
    await inRecord(scope, () => send('UpdateItem', { TableName: 't' }).catch(() => {}));
    expect(failures).toMatchObject([{ operation: 'UpdateItem', table: 't', error: { message: 'no' } }]);
    expect(recordName(failures[0]!.record!)).toBe('id "a1"');
  });

  test('reports the tables of a batch and of a transaction', async () => {
    const operations = inFlight();
    const failures: FailedOperation[] = [];
    operations.report((failure) => failures.push(failure));
    const send = operations.layer(reject(new ServiceError('ValidationException', 'no')), target);
    const TransactItems = [{ Delete: { TableName: 't' } }, { Put: { TableName: 'u' } }, { Put: { TableName: 't' } }];
    await send('TransactWriteItems', { TransactItems }).catch(() => {});
    await send('BatchGetItem', { RequestItems: { u: {}, v: {} } }).catch(() => {});
    expect(failures).toMatchObject([{ table: 't, u' }, { table: 'u, v' }]);
  });

  test('reports what failed before anybody asked, once', async () => {
    const operations = inFlight();
    const send = operations.layer(reject(new ServiceError('ValidationException', 'no')), target);
    await send('PutItem', { TableName: 't' }).catch(() => {});
    const failures: FailedOperation[] = [];
    operations.report((failure) => failures.push(failure));
    operations.report((failure) => failures.push(failure));
    expect(failures).toMatchObject([{ operation: 'PutItem', record: undefined }]);
  });

  test('a condition that does not hold is an answer, not a failure', async () => {
    const operations = inFlight();
    operations.report(() => {
      throw new Error('reported');
    });
    const send = operations.layer(reject(new ServiceError('ConditionalCheckFailedException', 'no')), target);
    await expect(send('PutItem', {})).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    const cancelled = new ServiceError('TransactionCanceledException', 'no', {
      body: { CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }] },
    });
    await expect(operations.layer(reject(cancelled), target)('TransactWriteItems', {})).rejects.toBe(cancelled);
    expect(operations.declined).toBe(2);
  });

  test('neither is a table that a script looks for in vain', async () => {
    const operations = inFlight();
    const onFailure = jest.fn();
    operations.report(onFailure);
    const send = operations.layer(reject(new ServiceError('ResourceNotFoundException', 'no')), target);
    await expect(send('DescribeTable', {})).rejects.toThrow();
    expect(onFailure).not.toHaveBeenCalled();
  });
});
