// A loop of ScanCommands on the SDK's document client.
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, ScanCommand } = require('@aws-sdk/lib-dynamodb');
const { done, finish } = require('./run-script.cjs');

const [endpoint, scriptFile] = process.argv.slice(2);
const script = require(scriptFile);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1', endpoint }));

async function scan() {
  let ExclusiveStartKey;
  do {
    const page = await client.send(new ScanCommand({ TableName: 'bench', ExclusiveStartKey }));
    for (const record of page.Items) script(record, null, done);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  finish(script);
}

scan().catch(done);
