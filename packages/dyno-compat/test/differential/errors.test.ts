import {
  accessDenied,
  type Fault,
  internalError,
  onOperations,
  resetBefore,
  serviceError,
  silence,
  throttle,
  truncatedBody,
  unavailable,
  wrongChecksum,
} from '@dynamodb-migrate/test-tools';
import { differential } from './harness/differential';
import { outcome, settled } from './harness/outcome';

const Key = { id: 'a' };
const contents = [{ id: { S: 'a' } }];

const faults: { [name: string]: Fault } = {
  throttling: throttle,
  'an internal error': internalError,
  'an internal error with status 400': serviceError('InternalServerError'),
  '503 without JSON': unavailable,
  'a connection reset': resetBefore,
  'a wrong checksum': wrongChecksum,
  'no permission': accessDenied,
  ThrottlingException: serviceError('ThrottlingException'),
  RequestLimitExceeded: serviceError('RequestLimitExceeded'),
  TransactionConflictException: serviceError('TransactionConflictException'),
  TransactionInProgressException: serviceError('TransactionInProgressException'),
  LimitExceededException: serviceError('LimitExceededException'),
  UnrecognizedClientException: serviceError('UnrecognizedClientException'),
  ItemCollectionSizeLimitExceededException: serviceError('ItemCollectionSizeLimitExceededException'),
};

differential('errors', { contents }, ({ same, ours }) => {
  for (const [name, fault] of Object.entries(faults)) {
    same(`${name}, once`, async ({ through }) => {
      const { dyno, requests } = through([fault]);
      return [await outcome((done) => dyno.getItem({ Key }, done)), requests().length];
    });
    same(`${name}, for ever`, async ({ through }) => {
      const { dyno, requests } = through(onOperations(['GetItem'], fault));
      return [await outcome((done) => dyno.getItem({ Key }, done)), requests().length];
    });
  }
  // The original waits for ever for the rest of some of them.
  test('a truncated body is an attempt that failed', async () => {
    const { dyno, requests } = ours.through([truncatedBody, truncatedBody]);
    expect(await dyno.getItemAsync({ Key })).toEqual({ Item: { id: 'a' } });
    expect(requests()).toHaveLength(3);
  });
  same('each service error', async ({ dyno, table }) => [
    await settled(dyno.getItemAsync({ Key, TableName: 'no-such-table' })),
    await settled(dyno.getItemAsync({ Key: { nope: 1 } })),
    await settled(dyno.putItemAsync({ Item: { id: 'a' }, ConditionExpression: 'attribute_not_exists(id)' })),
    await settled(dyno.updateItemAsync({ Key, UpdateExpression: 'NONSENSE' })),
    await settled(dyno.scanAsync({ FilterExpression: 'a = :missing' })),
    await settled(dyno.batchWriteItemAsync({ RequestItems: { [table]: [] } })),
    await settled(dyno.describeTableAsync({ TableName: 'no-such-table' })),
    await settled(dyno.getItem({ Key: {} }).promise()),
  ]);
  same('an engine that is down', ({ client }) => {
    const dyno = client({ endpoint: 'http://127.0.0.1:1', maxRetries: 0 });
    return outcome((done) => dyno.getItem({ Key }, done));
  });
  same('silence longer than httpOptions.timeout', async ({ through }) => {
    const { dyno, requests } = through([silence, silence], { httpOptions: { timeout: 60 }, maxRetries: 1 });
    return [await outcome((done) => dyno.getItem({ Key }, done)), requests().length];
  });
  same('maxRetries 0', async ({ through }) => {
    const { dyno, requests } = through(onOperations(['GetItem'], throttle), { maxRetries: 0 });
    return [await outcome((done) => dyno.getItem({ Key }, done)), requests().length];
  });
  same('maxRetries absent means 10', async ({ through }) => {
    const { dyno, requests } = through(onOperations(['GetItem'], throttle), {
      maxRetries: undefined,
      retryDelayOptions: { customBackoff: () => 1 },
    });
    return [await outcome((done) => dyno.getItem({ Key }, done)), requests().length];
  });
  same('customBackoff is asked before each retry', async ({ through }) => {
    const asked: unknown[] = [];
    const customBackoff = (count: number, error?: any) => {
      asked.push([count, error?.code]);
      return 1;
    };
    const { dyno } = through([throttle, internalError], { retryDelayOptions: { customBackoff } });
    return [await settled(dyno.getItemAsync({ Key })), asked];
  });
  same('a retry listener sees each failure', async ({ through }) => {
    const { dyno } = through([throttle, internalError]);
    const seen: unknown[] = [];
    const request = dyno.getItem({ Key }).on('retry', (response: any) => {
      const { error, retryCount, httpResponse, request } = response;
      seen.push([error.code, error.retryable, retryCount, httpResponse.headers['x-amzn-requestid'], request.params]);
    });
    return [await outcome((done) => request.send(done)), seen];
  });
  same('a retry listener may have an error retried', async ({ through }) => {
    const { dyno, requests } = through([serviceError('ValidationException')]);
    const request = dyno.getItem({ Key }).on('retry', (response: any) => {
      response.error.retryable = true;
    });
    return [await settled(request.promise()), requests().length];
  });
  same('a retry listener may keep an error from being retried', async ({ through }) => {
    const { dyno, requests } = through([throttle]);
    const request = dyno.getItem({ Key }).on('retry', (response: any) => {
      response.error.retryable = false;
    });
    return [await settled(request.promise()), requests().length];
  });
  same('events of a request that is retried', async ({ through }) => {
    const { dyno } = through([throttle]);
    const seen: string[] = [];
    const request = dyno.getItem({ Key });
    for (const event of [
      'validate',
      'build',
      'send',
      'extractError',
      'retry',
      'afterRetry',
      'error',
      'success',
      'complete',
    ]) {
      request.on(event, () => seen.push(event));
    }
    return [await outcome((done) => request.send(done)), seen];
  });
});
