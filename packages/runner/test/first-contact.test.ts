import { compose, retry, type Send, ServiceError } from '@dynamodb-migrate/core';
import { firstContact } from '../src/first-contact';
import { patience } from '../src/patience';

/** A door at which each attempt fails with the next of these, and then succeeds; and how often it was asked. */
function door(failures: (ServiceError | undefined)[]) {
  let attempts = 0;
  const told: string[] = [];
  const transport = (): Send => async () => {
    const failure = failures[attempts++];
    if (failure) throw failure;
    return {};
  };
  const connect = compose(
    transport,
    firstContact(),
    patience(({ error }) => told.push(error.message), 10),
    retry({ max: 10, delay: () => 0 }),
  );
  return { connect, send: connect({ region: 'us-east-1' }), attempts: () => attempts, told };
}

const networking = (errno: string) => new ServiceError('NetworkingError', errno, { errno });
const often = (errno: string) => Array.from({ length: 20 }, () => networking(errno));

describe('before anything was answered', () => {
  test.each([
    ['ENOTFOUND', 3],
    ['EAI_AGAIN', 6],
    ['ECONNREFUSED', 11],
    ['ECONNRESET', 11],
  ])('%s is given up after %i attempts', async (errno, most) => {
    const { send, attempts } = door(often(errno));
    await expect(send('DescribeTable', {})).rejects.toMatchObject({ errno, attempts: most });
    expect(attempts()).toBe(most);
  });

  test.each(['ENOTFOUND', 'EAI_AGAIN'])('a short %s is outlasted', async (errno) => {
    const { send } = door([networking(errno), networking(errno)]);
    await expect(send('DescribeTable', {})).resolves.toEqual({});
  });
});

describe.each([
  ['an answer', undefined],
  ['a refusal', new ServiceError('ResourceNotFoundException', 'no', { statusCode: 400 })],
  ['an error of the service', new ServiceError('InternalServerError', 'no', { statusCode: 500 })],
])('after %s', (_, first) => {
  test.each(['ENOTFOUND', 'EAI_AGAIN'])('%s is an outage, waited out as long as any', async (errno) => {
    const { send, connect, attempts } = door([
      first,
      ...(first?.statusCode === 500 ? [undefined] : []),
      ...often(errno),
    ]);
    await send('DescribeTable', {}).catch(() => {});
    const before = attempts();
    await expect(send('PutItem', {})).rejects.toMatchObject({ errno, attempts: 11 });
    expect(attempts() - before).toBe(11);
    await expect(connect({ region: 'eu-west-1' })('PutItem', {})).resolves.toEqual({});
  });
});
