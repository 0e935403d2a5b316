import { retry, ServiceError } from '@dynamodb-migrate/core';
import { explainAt } from '../src/explain';

const target = { region: 'us-east-1', endpoint: 'https://db.example' };
const explain = explainAt({ target, table: 'people' });

describe.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS=\/path\/to\/ca\.pem/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS=\/path\/to\/ca\.pem/],
  ['UNABLE_TO_GET_ISSUER_CERT', /NODE_EXTRA_CA_CERTS=\/path\/to\/ca\.pem/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS=\/path\/to\/ca\.pem/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS=\/path\/to\/ca\.pem/],
  ['CERT_UNTRUSTED', /NODE_EXTRA_CA_CERTS=\/path\/to\/ca\.pem/],
  ['CERT_HAS_EXPIRED', /renewed/],
  ['CERT_NOT_YET_VALID', /clock/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /a name that the certificate was issued for/],
  ['ERR_TLS_CERT_ALTNAME_FORMAT', /a name that the certificate was issued for/],
  ['HOSTNAME_MISMATCH', /a name that the certificate was issued for/],
  ...[
    ...['CERT_CHAIN_TOO_LONG', 'CERT_REJECTED', 'CERT_REVOKED', 'CERT_SIGNATURE_FAILURE', 'CRL_HAS_EXPIRED'],
    ...['CRL_NOT_YET_VALID', 'CRL_SIGNATURE_FAILURE', 'ERROR_IN_CERT_NOT_AFTER_FIELD', 'INVALID_CA', 'INVALID_PURPOSE'],
    ...['ERROR_IN_CERT_NOT_BEFORE_FIELD', 'ERROR_IN_CRL_LAST_UPDATE_FIELD', 'ERROR_IN_CRL_NEXT_UPDATE_FIELD'],
    ...['PATH_LENGTH_EXCEEDED', 'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'UNABLE_TO_DECRYPT_CERT_SIGNATURE'],
    ...['UNABLE_TO_DECRYPT_CRL_SIGNATURE', 'UNABLE_TO_GET_CRL'],
  ].map((errno) => [errno, /for whoever runs that address to mend/] as const),
] as const)('%s', (errno, hint) => {
  const error = new ServiceError('NetworkingError', 'it is bad', { errno });

  test('is told as the certificate’s', () => {
    expect(explain(error)).toEqual({
      message: `cannot reach DynamoDB for table people at https://db.example: its certificate is not accepted: it is bad (${errno})`,
      hint: expect.stringMatching(hint),
    });
  });

  test('is not tried again', async () => {
    let attempts = 0;
    const send = retry({ delay: () => 0 })(async () => {
      attempts++;
      throw error;
    }, target);
    await expect(send('GetItem', {})).rejects.toBe(error);
    expect(attempts).toBe(1);
  });
});

test.each([
  ['RequestTimeTooSkewed', 'The difference is too large'],
  ['RequestInTheFuture', 'not yet'],
  ['InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier than 20260101T005500Z'],
  ['InvalidSignatureException', 'Signature not yet current: 20260101T000000Z is still later than 20250101T000000Z'],
])('%s: %s is told as the clock’s', (name, message) => {
  expect(explain(new ServiceError(name, message))).toEqual({
    message: `the clock of this machine is not that of https://db.example (${name}: ${message})`,
    hint: 'Set the clock of this machine.',
  });
});

test('a signature that is wrong at the right time is the credentials’', () => {
  const message = 'The request signature we calculated does not match the signature you provided.';
  expect(explain(new ServiceError('InvalidSignatureException', message))!.message).toMatch(/does not accept the cred/);
});

test.each([
  ['https://db.example', 'Is the name right? Is there a network?'],
  [undefined, 'Is there a region us-east-1? Is there a network?'],
])('a name that is not found at %s', (endpoint, hint) => {
  const error = new ServiceError('NetworkingError', 'getaddrinfo ENOTFOUND db', { errno: 'ENOTFOUND' });
  const place = { region: 'us-east-1', ...(endpoint !== undefined && { endpoint }) };
  expect(explainAt({ target: place, table: 'people' })(error)).toMatchObject({ hint });
});
