import { parseDatabase } from '../src/database';

describe('parseDatabase', () => {
  test('region/table', () => {
    expect(parseDatabase('eu-west-1/experiments')).toEqual({ target: { region: 'eu-west-1' }, table: 'experiments' });
    expect(parseDatabase('eu-west-1/experiments/ignored')).toMatchObject({ table: 'experiments' });
  });

  test('local means http://localhost:4567 with fake credentials', () => {
    expect(parseDatabase('local/experiments')).toEqual({
      target: {
        region: 'local',
        endpoint: 'http://localhost:4567',
        credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
      },
      table: 'experiments',
    });
  });

  test('a table may be named by its ARN, with or without the region before it', () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/experiments';
    expect(parseDatabase(arn)).toEqual({ target: { region: 'eu-west-1' }, table: arn });
    expect(parseDatabase(`us-east-1/${arn}`)).toEqual({ target: { region: 'us-east-1' }, table: arn });
  });

  test.each(['experiments', '/experiments', 'eu-west-1/', ''])('refuses %j with what to write', (text) => {
    expect(() => parseDatabase(text)).toThrow(`"${text}" is not region/table`);
  });
});
