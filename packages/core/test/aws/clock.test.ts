import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compose, createTransport, pointInTimeRecovery, retry, type Target } from '@dynamodb-migrate/core';
import { fakeCredentials } from '@dynamodb-migrate/test-tools';

interface Service {
  /** Milliseconds that its clock is ahead of ours. */
  ahead?: number;
  /** Whether its answers say what time it is. */
  dated?: boolean;
  /** What it says of a request that was signed at another time. */
  stale?: string;
  /** What it says of one that was signed in time; nothing when it succeeds. */
  final?: string | undefined;
}

const minute = 60_000;
let service: Service = {};
let asked: string[] = [];
let server: Server;
let target: Target;

// Refuses stale signatures, and then says what it has to say.
beforeAll(async () => {
  server = createServer((request, response) => {
    const { ahead = 0, dated = true, stale = 'InvalidSignatureException', final } = service;
    const now = Date.now() + ahead;
    const stamp = String(request.headers['x-amz-date']).replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5');
    const name = Math.abs(Date.parse(stamp) - now) > 5 * minute ? stale : final;
    asked.push(name ?? 'ok');
    response.sendDate = false;
    if (dated) response.setHeader('date', new Date(now).toUTCString());
    response.writeHead(name ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    request.resume().on('end', () => response.end(JSON.stringify(name ? { __type: `x#${name}`, message: name } : {})));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  target = { region: 'us-east-1', endpoint, credentials: fakeCredentials };
});
afterAll(() => void server.close());

const get = { TableName: 't', Key: { id: { S: 'a' } } };
const hour = [60 * minute, -60 * minute];
const finals = [
  'ResourceNotFoundException',
  'AccessDeniedException',
  'ValidationException',
  'ConditionalCheckFailedException',
  'UnrecognizedClientException',
  'UnknownOperationException',
  'SerializationException',
  'LimitExceededException',
  'TransactionCanceledException',
];
const aboutTime = [
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
  'RequestInTheFuture',
  'RequestExpired',
  'AuthFailure',
];

describe.each(['thin', 'sdk'] as const)('a clock that is off, on the %s path', (path) => {
  // The thin path opens with the address that the SDK found for a first operation, whose answer may set the clock.
  const open = async () => {
    const send = compose(createTransport({ path }), retry({ delay: () => 0 }))(target);
    service = {};
    await send('ListTables', {});
    return send;
  };
  const given = (next: Service) => {
    service = next;
    asked = [];
  };

  test.each(hour.flatMap((ahead) => finals.map((final) => [final, ahead] as const)))(
    '%s is asked for once more, by a service %i ms ahead',
    async (final, ahead) => {
      const send = await open();
      given({ ahead, final });
      await expect(send('GetItem', get)).rejects.toMatchObject({ name: final });
      await expect(send('GetItem', get)).rejects.toMatchObject({ name: final });
      expect(asked).toEqual(['InvalidSignatureException', final, final]);
    },
  );

  test.each(finals)('%s without a date is final', async (final) => {
    const send = await open();
    given({ ahead: 3 * minute, dated: false, final });
    await expect(send('GetItem', get)).rejects.toMatchObject({ name: final });
    expect(asked).toEqual([final]);
  });

  test.each(finals)('%s is final where a stale signature is taken', async (final) => {
    const send = await open();
    given({ ahead: 60 * minute, stale: final });
    await expect(send('GetItem', get)).rejects.toMatchObject({ name: final });
    expect(asked).toEqual([final]);
  });

  test.each(hour.flatMap((ahead) => aboutTime.map((stale) => [stale, ahead] as const)))(
    '%s, of a service %i ms ahead, is tried again at its time',
    async (stale, ahead) => {
      const send = await open();
      given({ ahead, stale });
      await send('GetItem', get);
      await send('GetItem', get);
      expect(asked).toEqual([stale, 'ok', 'ok']);
    },
  );

  test('many at once are each tried again once', async () => {
    const send = await open();
    given({ ahead: 60 * minute });
    await Promise.all(Array.from({ length: 20 }, () => send('GetItem', get)));
    expect(asked.filter((name) => name === 'ok')).toHaveLength(20);
    expect(asked.length).toBeLessThanOrEqual(40);
  });

  test.each(['InvalidSignatureException', 'SignatureDoesNotMatch', 'AuthFailure'])(
    '%s at the right time is of the credentials, and final',
    async (name) => {
      const send = await open();
      given({ ahead: 60 * minute, stale: 'RequestTimeTooSkewed', final: name });
      await expect(send('GetItem', get)).rejects.toMatchObject({ name });
      expect(asked).toEqual(['RequestTimeTooSkewed', name]);
    },
  );

  test('a stale signature is final where nobody says what time it is', async () => {
    const send = await open();
    given({ ahead: 60 * minute, dated: false });
    await expect(send('GetItem', get)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    expect(asked).toHaveLength(1);
  });

  test('what is only good to know is asked for once more too', async () => {
    const send = await open();
    given({ ahead: 60 * minute, final: 'AccessDeniedException' });
    await expect(pointInTimeRecovery(send, 't')).resolves.toBe('unknown');
    expect(asked).toEqual(['InvalidSignatureException', 'AccessDeniedException']);
  });
});
