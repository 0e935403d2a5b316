import { pointInTimeRecovery, retry, ServiceError } from '@dynamodb-migrate/core';

test.each(['NetworkingError', 'ThrottlingException', 'ResourceNotFoundException'])(
  'what is only good to know is asked for three times at most, also after %s',
  async (name) => {
    let attempts = 0;
    const failing = async () => {
      attempts++;
      throw new ServiceError(name, name);
    };
    await expect(pointInTimeRecovery(retry()(failing, { region: 'us-east-1' }), 't')).resolves.toBe('unknown');
    expect(attempts).toBe(name === 'ResourceNotFoundException' ? 1 : 3);
  },
);

test('what is only good to know is not waited for', async () => {
  const silent = async (_operation: string, _input: unknown, options: { signal?: AbortSignal } = {}) => {
    // A signal that times out does not keep the process alive by itself.
    const alive = setInterval(() => {}, 1000);
    await new Promise((resolve) => options.signal!.addEventListener('abort', resolve));
    clearInterval(alive);
    throw new ServiceError('AbortError', 'aborted');
  };
  await expect(pointInTimeRecovery(silent, 't')).resolves.toBe('unknown');
});
