// The bare SDK client: ScanCommand, and a PutItemCommand for each item as it came, with no conversion of values.
const { DynamoDBClient, PutItemCommand, paginateScan } = require('@aws-sdk/client-dynamodb');
const { done, forEach } = require('./run-script.cjs');

const [endpoint, , concurrency] = process.argv.slice(2);
const client = new DynamoDBClient({ region: 'us-east-1', endpoint });

async function* items() {
  for await (const page of paginateScan({ client }, { TableName: 'bench' })) yield* page.Items;
}

let put = 0;
function script(item, client, callback) {
  const Item = { ...item, migrated: { BOOL: true } };
  client.send(new PutItemCommand({ TableName: 'bench', Item })).then(() => {
    put++;
    callback();
  }, callback);
}
script.finish = (_client, callback) => {
  console.log(put);
  callback();
};

forEach(items(), script, client, Number(concurrency)).catch(done);
