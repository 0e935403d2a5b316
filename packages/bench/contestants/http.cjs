// Sends small writes over kept connections, so many at a time, and reads each answer whole: by our own client (`exchange`, bundled
// by http.mjs), by undici's `dispatch`, or by node:http.
const { crc32 } = require('node:zlib');

const [way, endpoint, requests, concurrency, exchangeFile] = process.argv.slice(2);
const { protocol, hostname, port, host } = new URL(endpoint);
const idleTimeout = 5000;
const headers = {
  host,
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.PutItem',
  'x-amz-date': '20260101T000000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
  'user-agent': 'aws-sdk-js/3 ua/2.1 os/linux lang/js md/nodejs#20',
};
const body = JSON.stringify({
  TableName: 'bench',
  Item: {
    id: { S: 'user-000000000001' },
    email: { S: 'firstname.lastname.1@mail.example.com' },
    n: { N: '1600000000000' },
  },
});

const ways = {
  ours() {
    const { exchange, headerLines } = require(exchangeFile);
    const origin = { protocol, hostname, port: Number(port) };
    return () => exchange({ origin, path: '/', head: headerLines(headers), body, idleTimeout });
  },
  undici() {
    const { Pool } = require('undici');
    const pool = new Pool(endpoint, { pipelining: 1, headersTimeout: idleTimeout, bodyTimeout: idleTimeout });
    return () =>
      new Promise((resolve, reject) => {
        const chunks = [];
        let head;
        pool.dispatch(
          { path: '/', method: 'POST', headers, body },
          {
            onRequestStart() {},
            onResponseStart(_controller, statusCode, headers) {
              head = { statusCode, headers };
            },
            onResponseData(_controller, chunk) {
              chunks.push(chunk);
            },
            onResponseEnd() {
              resolve(checked({ ...head, body: chunks.length === 1 ? chunks[0] : Buffer.concat(chunks) }));
            },
            onResponseError(_controller, error) {
              reject(error);
            },
          },
        );
      });
  },
  node() {
    const http = require('node:http');
    const agent = new http.Agent({ keepAlive: true, scheduling: 'lifo' });
    return () =>
      new Promise((resolve, reject) => {
        const request = http.request(endpoint, { method: 'POST', headers, agent }, (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('end', () =>
            resolve(checked({ ...response, headers: response.headers, body: Buffer.concat(chunks) })),
          );
        });
        request.setTimeout(idleTimeout, () => request.destroy(new Error('timed out')));
        request.on('error', reject);
        request.end(body);
      });
  },
};

function checked(answer) {
  if (Number(answer.headers['x-amz-crc32']) !== crc32(answer.body)) throw new Error('another checksum');
  return answer;
}

const post = ways[way]();
let left = Number(requests);
const work = async () => {
  while (left-- > 0) JSON.parse((await post()).body.toString('latin1'));
};
Promise.all(Array.from({ length: Number(concurrency) }, work)).then(() => process.exit());
