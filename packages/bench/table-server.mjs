// A server of one table that keeps what is written: `table-server.mjs --items N`, forked by a bench.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { answer } from './lib/operations.mjs';
import { table } from './lib/table.mjs';

const { values } = parseArgs({ options: { items: { type: 'string' } } });
const total = Number(values.items);
const served = table(total);
let requests = {};

function output(operation, input) {
  requests[operation] = (requests[operation] ?? 0) + 1;
  return served[operation] ? served[operation](input) : answer(operation, input, total);
}

const server = createServer({ keepAliveTimeout: 600_000, noDelay: true }, (request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    const body = Buffer.from(JSON.stringify(output(operation, JSON.parse(Buffer.concat(chunks).toString() || '{}'))));
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': body.length,
      'x-amz-crc32': crc32(body),
      'x-amzn-requestid': 'REPLAYED00000000000000000000000000000000000000000000',
    });
    response.end(body);
  });
});

// Its parent asks for the requests since it last asked and for the table as it is.
process.on('message', () => {
  process.send({ requests, image: served.image() });
  requests = {};
});
process.on('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () => process.send({ endpoint: `http://127.0.0.1:${server.address().port}` }));
