import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { type Credentials, createSigner } from '../../src/aws/sign';

const scope = { region: 'eu-central-1', service: 'dynamodb' };
const host = 'dynamodb.eu-central-1.amazonaws.com';

const text = fc.string({ minLength: 1, unit: fc.constantFrom(...'ABCxyz019+/=') });
const credentials: fc.Arbitrary<Credentials> = fc.record(
  { accessKeyId: text, secretAccessKey: text, sessionToken: text },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);
const body = fc.jsonValue().map((value) => JSON.stringify(value));
const operation = fc.constantFrom('PutItem', 'Scan', 'BatchWriteItem');
const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.getTime());

/** The SDK's own signer, which signs the checksum of the body as a header too unless told not to. */
async function sdkHeaders(given: Credentials, signed: { operation: string; body: string; time: number }) {
  const { config } = new DynamoDBClient({ region: scope.region, credentials: given });
  const usual: any = await (config.signer as unknown as () => Promise<object>)();
  const signer = new usual.constructor({
    ...{ credentials: given, sha256: config.sha256, ...scope, applyChecksum: false },
  });
  const headers = {
    host,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${signed.operation}`,
  };
  const request = {
    method: 'POST',
    protocol: 'https:',
    hostname: host,
    path: '/',
    query: {},
    body: signed.body,
    headers,
  };
  return (await signer.sign(request, { signingDate: new Date(signed.time) })).headers;
}

function headersOf(lines: string) {
  expect(lines.endsWith('\r\n')).toBe(true);
  return Object.fromEntries(
    lines
      .slice(0, -2)
      .split('\r\n')
      .map((line) => line.split(/: (.*)/, 2)),
  );
}

test('signs as the SDK does', async () => {
  const signed = fc.record({ operation, body, time });
  await fc.assert(
    fc.asyncProperty(credentials, fc.array(signed, { minLength: 1, maxLength: 4 }), async (given, requests) => {
      const sign = createSigner(host, scope, given);
      for (const request of requests) {
        const lines = sign(request.operation, request.body, request.time);
        expect(headersOf(lines)).toEqual(await sdkHeaders(given, request));
      }
    }),
  );
});

test('a new day brings a new key, in the middle of a run', async () => {
  const given = { accessKeyId: 'A', secretAccessKey: 's' };
  const sign = createSigner(host, scope, given);
  for (const time of ['2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00.000Z', '2026-01-01T23:59:59.000Z']) {
    const request = { operation: 'PutItem', body: '{}', time: Date.parse(time) };
    expect(headersOf(sign('PutItem', '{}', request.time))).toEqual(await sdkHeaders(given, request));
  }
});
