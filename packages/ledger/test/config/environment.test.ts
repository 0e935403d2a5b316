import { type Config, chooseEnvironment, environment } from '../../src';

const config: Config = {
  environments: {
    staging: { region: 'eu-west-1', profile: 'team', tables: { experiments: 'experiments-${env}' } },
    production: { region: 'us-east-1', endpoint: 'https://vpce.example.com', protected: true, budgets: { maxWcu: 50 } },
    here: { region: 'local' },
  },
};

test('is what --env says, else what the variable says', () => {
  const variables = { K8S_ENV: 'production' };
  expect(chooseEnvironment(config, { env: 'staging', variables }).name).toBe('staging');
  const chosen = chooseEnvironment(config, { variables });
  expect(chosen).toMatchObject({
    name: 'production',
    protected: true,
    budgets: { maxWcu: 50 },
    target: { region: 'us-east-1', endpoint: 'https://vpce.example.com' },
    variables: { K8S_ENV: 'production' },
  });
  const stage = { ...config, envVariable: 'STAGE' };
  expect(chooseEnvironment(stage, { variables: { ...variables, STAGE: 'staging' } })).toMatchObject({
    name: 'staging',
    protected: false,
    variables: { STAGE: 'staging' },
  });
});

test('must be named, and known', () => {
  expect(() => chooseEnvironment(config, { variables: { K8S_ENV: '' } })).toThrow(
    expect.objectContaining({ code: 'NO_ENVIRONMENT', hint: 'Known are staging, production, here.' }),
  );
  expect(() => chooseEnvironment({}, { variables: {} })).toThrow(
    expect.objectContaining({ message: 'which environment? Give --env, or set K8S_ENV' }),
  );
  expect(() => chooseEnvironment(config, { env: 'prodution', variables: {} })).toThrow(
    expect.objectContaining({
      code: 'UNKNOWN_ENVIRONMENT',
      message: 'there is no environment prodution in the configuration: did you mean production?',
    }),
  );
  expect(() => chooseEnvironment(config, { env: 'toString', variables: {} })).toThrow('no environment toString');
});

test('fills table names in', () => {
  const { tableName, tables } = environment(config, 'staging');
  expect(tables).toEqual({ experiments: 'experiments-staging' });
  expect(tableName('experiments')).toBe('experiments-staging');
  expect(tableName('users-${env}-${region}')).toBe('users-staging-eu-west-1');
  expect(tableName('plain')).toBe('plain');
  expect(() => tableName('users-${evn}')).toThrow(
    expect.objectContaining({ code: 'BAD_TEMPLATE', message: expect.stringContaining('did you mean env?') }),
  );
});

test('has its ledger in its own place, unless the configuration says another', () => {
  expect(environment(config, 'staging').ledger).toEqual({
    table: 'dynamodb-migrate-ledger',
    target: { region: 'eu-west-1', profile: 'team' },
  });
  const shared = { ...config, ledger: { table: 'ledger-${env}', region: 'eu-central-1' } };
  expect(environment(shared, 'production').ledger).toEqual({
    table: 'ledger-production',
    target: { region: 'eu-central-1' },
  });
  const fake = { accessKeyId: 'fake', secretAccessKey: 'fake' };
  const local = { region: 'local', endpoint: 'http://localhost:4567', credentials: fake };
  expect(environment(config, 'here')).toMatchObject({ target: local, ledger: { target: local } });
});
