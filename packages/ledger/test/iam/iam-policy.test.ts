import { type Config, environment, iamPolicy } from '../../src';

const config: Config = {
  environments: {
    staging: { region: 'eu-west-1', tables: { experiments: 'experiments-${env}' } },
    china: { region: 'cn-north-1' },
  },
  tables: { 'a.js': ['users-${env}', 'experiments'] },
  state: 's3://state-bucket/runs/',
};

const statements = (options: Partial<Parameters<typeof iamPolicy>[0]> = {}) => {
  const { Version, Statement } = iamPolicy({
    command: 'plan',
    config,
    environment: environment(config, 'staging'),
    ...options,
  });
  expect(Version).toBe('2012-10-17');
  return Object.fromEntries(Statement.map(({ Sid, ...rest }) => [Sid, rest]));
};

const table = (name: string) => `arn:aws:dynamodb:eu-west-1:*:table/${name}`;

test('a plan can only read', () => {
  const plan = statements({ tables: ['experiments-staging', 'more'] });
  const actions = Object.values(plan).flatMap(({ Action }) => Action);
  expect(actions.filter((action) => /Put|Update|Delete|Write|Create/.test(action))).toEqual([]);
  expect(plan.ReadItems).toEqual({
    Effect: 'Allow',
    Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
    Resource: ['experiments-staging', 'more', 'users-staging'].flatMap((name) => [
      table(name),
      `${table(name)}/index/*`,
    ]),
  });
  expect(plan.ReadLedger).toEqual({
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query'],
    Resource: [table('dynamodb-migrate-ledger')],
  });
  expect(plan.KeepState).toMatchObject({
    Action: ['s3:GetObject'],
    Resource: ['arn:aws:s3:::state-bucket/runs/*'],
  });
});

test('an apply can write items, and take nothing away from the ledger', () => {
  const apply = statements({ command: 'apply', account: '123456789012' });
  expect(apply.WriteItems).toMatchObject({
    Action: expect.arrayContaining(['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem']),
    Resource: ['experiments-staging', 'users-staging'].map((name) => table(name).replace('*', '123456789012')),
  });
  expect(apply.WriteLedger!.Action).toEqual(['dynamodb:PutItem', 'dynamodb:UpdateItem']);
  expect(apply.KeepState!.Action).toContain('s3:PutObject');
  expect(JSON.stringify(apply)).not.toContain('Backup"');
  const backup = statements({ command: 'apply', config: { ...config, defaults: { backup: true } } });
  expect(backup.DescribeTables!.Action).toContain('dynamodb:CreateBackup');
});

test('leaves out what is not configured, and knows partitions', () => {
  const bare = { environments: config.environments };
  expect(Object.keys(statements({ config: bare, environment: environment(bare, 'china') }))).toEqual(['ReadLedger']);
  const china = statements({ config: bare, environment: environment(bare, 'china'), tables: ['users'] });
  expect(china.DescribeTables!.Resource).toEqual(['arn:aws-cn:dynamodb:cn-north-1:*:table/users']);
});
