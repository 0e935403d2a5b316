import { MigrateError, ServiceError } from '@dynamodb-migrate/core';
import { called, fakeClient } from '../support/fake-door';

async function errorFor(failure: Error, options = {}): Promise<any> {
  const { dyno } = fakeClient([failure], options);
  const [error, data] = await called((callback) => dyno.getItem({ Key: { id: 'a' } }, callback));
  expect(data ?? {}).toEqual({});
  return error;
}

test("a service's error has the shape of v2", async () => {
  const body = { __type: 'x#ConditionalCheckFailedException', message: 'no', Item: { id: { S: 'a' } } };
  const details = { statusCode: 400, requestId: 'r', headers: {}, body };
  const error = await errorFor(new ServiceError('ConditionalCheckFailedException', 'no', details));
  expect(error).toBeInstanceOf(Error);
  expect(Object.keys(error).sort()).toEqual(
    ['[Item]', '[__type]', 'code', 'message', 'requestId', 'retryDelay', 'retryable', 'statusCode', 'time'].sort(),
  );
  expect(error).toMatchObject({
    code: 'ConditionalCheckFailedException',
    statusCode: 400,
    requestId: 'r',
    retryable: false,
  });
  expect([error.name, String(error), error.Item]).toEqual([
    'ConditionalCheckFailedException',
    'ConditionalCheckFailedException: no',
    { id: { S: 'a' } },
  ]);
  expect(error.stack.startsWith('ConditionalCheckFailedException: no\n')).toBe(true);
});

test.each<[string, ServiceError, object]>([
  [
    'refused connection',
    new ServiceError('NetworkingError', 'connect ECONNREFUSED', { errno: 'ECONNREFUSED' }),
    {
      code: 'UnknownEndpoint',
      message:
        "Inaccessible host: `127.0.0.1' at port `4567'. This service may not be available in the `us-east-1' region.",
      hostname: '127.0.0.1',
      retryable: true,
      originalError: expect.objectContaining({ code: 'NetworkingError', message: 'connect ECONNREFUSED' }),
    },
  ],
  [
    'reset connection',
    new ServiceError('NetworkingError', 'read ECONNRESET', { errno: 'ECONNRESET' }),
    { code: 'TimeoutError', message: 'socket hang up', retryable: true },
  ],
  ['other trouble', new ServiceError('NetworkingError', 'EPIPE', { errno: 'EPIPE' }), { code: 'NetworkingError' }],
  [
    'silence',
    new ServiceError('TimeoutError', 'Connection timed out after 5000ms'),
    { code: 'TimeoutError', message: 'Connection timed out after 5000ms', region: 'us-east-1' },
  ],
  [
    'missing credentials',
    new ServiceError('CredentialsError', 'Could not load'),
    { code: 'CredentialsError', message: expect.stringMatching(/^Missing credentials in config/) },
  ],
  ['a wrong checksum', new ServiceError('CRC32CheckFailed', 'CRC32'), { code: 'CRC32CheckFailed', retryable: true }],
  [
    'an answer that is not JSON',
    new ServiceError('InvalidResponse', 'not JSON', { statusCode: 200, headers: {} }),
    { code: 'SyntaxError', statusCode: 200 },
  ],
  [
    'a failure that is not JSON',
    new ServiceError('UnknownError', 'HTTP status 503', { statusCode: 503, headers: {} }),
    { code: 'UnknownError', message: 'Service Unavailable', statusCode: 503, retryable: true },
  ],
])('%s', async (_name, failure, shape) => {
  const error = await errorFor(failure, { endpoint: 'http://127.0.0.1:4567' });
  expect(error).toMatchObject(shape);
  expect(error.name).toBe(error.code);
});

test('an error of a layer is handed through as it is', async () => {
  const refusal = new MigrateError('READ_ONLY', 'No writes here');
  expect(await errorFor(refusal)).toBe(refusal);
});
