// The floor: what any scan in Node must do. An unsigned request on a kept connection, JSON.parse of the body, one
// conversion of each item; no checksum, no retries. The next page is asked for when the last one is done.
const http = require('node:http');
const { done, finish } = require('./run-script.cjs');

const [endpoint, scriptFile] = process.argv.slice(2);
const script = require(scriptFile);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.Scan' };

function scanPage(input) {
  return new Promise((resolve, reject) => {
    const request = http.request(endpoint, { method: 'POST', agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(JSON.stringify(input));
  });
}

function nativeMap(wire) {
  const map = {};
  for (const name in wire) map[name] = native(wire[name]);
  return map;
}

function native(value) {
  for (const type in value) {
    const content = value[type];
    switch (type) {
      case 'S':
      case 'BOOL':
        return content;
      case 'N':
        return Number(content);
      case 'NULL':
        return null;
      case 'M':
        return nativeMap(content);
      case 'L':
        return content.map(native);
      case 'B':
        return Buffer.from(content, 'base64');
      case 'SS':
        return { wrapperName: 'Set', type: 'String', values: content };
      case 'NS':
        return { wrapperName: 'Set', type: 'Number', values: content.map(Number) };
      case 'BS':
        return { wrapperName: 'Set', type: 'Binary', values: content.map((text) => Buffer.from(text, 'base64')) };
    }
  }
}

async function scan() {
  let ExclusiveStartKey;
  do {
    const page = await scanPage({ TableName: 'bench', ExclusiveStartKey });
    for (const item of page.Items) script(nativeMap(item), null, done);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  finish(script);
}

scan().catch(done);
