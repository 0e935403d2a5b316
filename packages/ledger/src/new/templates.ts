/** A script as the old tool had them. */
export function legacyScript(table: string): string {
  return `module.exports = (record, dyno, callback) => {
  if (record.migrated) return callback();
  if (!dyno) return callback();

  dyno.updateItem(
    {
      Key: { id: record.id },
      UpdateExpression: 'SET #migrated = :migrated',
      ExpressionAttributeNames: { '#migrated': 'migrated' },
      ExpressionAttributeValues: { ':migrated': true },
    },
    (err) => callback(err),
  );
};

module.exports.table = ${quoted(table)};
`;
}

export function typescriptScript(table: string): string {
  return `interface Item {
  id: string;
  migrated?: boolean;
}

interface Dyno {
  updateItemAsync(params: object): Promise<unknown>;
}

export const table = ${quoted(table)};

export default async function migrate(record: Item, dyno: Dyno | null): Promise<void> {
  if (record.migrated) return;
  await dyno?.updateItemAsync({
    Key: { id: record.id },
    UpdateExpression: 'SET #migrated = :migrated',
    ExpressionAttributeNames: { '#migrated': 'migrated' },
    ExpressionAttributeValues: { ':migrated': true },
  });
}
`;
}

/** A test that runs a script over an embedded DynamoDB, by the command, as it will be run. */
export function testOf(file: string): string {
  return `const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const { promisify } = require('node:util');
const { startLocal } = require('dynamodb-migrate');

const bin = path.join(path.dirname(require.resolve('dynamodb-migrate/package.json')), 'bin/dynamodb-migrate.js');
const script = path.join(__dirname, ${quoted(file)});

const TableName = 'records';
const table = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

async function run(local, ...flags) {
  const args = [bin, 'scan', \`local/\${TableName}\`, script, '--endpoint', local.endpoint, ...flags];
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, K8S_ENV: 'test' } });
  const { Items } = await local.send('Scan', { TableName });
  return Items.sort((a, b) => (a.id.S < b.id.S ? -1 : 1));
}

test('migrates every record, and again changes nothing', async (t) => {
  const local = await startLocal({ tables: [table] });
  t.after(() => local.stop());
  const before = [{ id: { S: 'a' } }, { id: { S: 'b' }, migrated: { BOOL: true } }];
  await local.seed(TableName, before);

  assert.deepEqual(await run(local), before);

  const after = [
    { id: { S: 'a' }, migrated: { BOOL: true } },
    { id: { S: 'b' }, migrated: { BOOL: true } },
  ];
  assert.deepEqual(await run(local, '--live'), after);
  assert.deepEqual(await run(local, '--live'), after);
});
`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
