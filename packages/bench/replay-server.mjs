import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { answer, itemsWritten } from './lib/operations.mjs';
import { pages } from './lib/pages.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    items: { type: 'string', default: '400000' },
    latency: { type: 'string', default: '0' },
    // Read where items are made.
    'large-numbers': { type: 'boolean', default: false },
    'large-items': { type: 'boolean', default: false },
    distinct: { type: 'boolean', default: false },
  },
});
const total = Number(values.items);
const latency = Number(values.latency);
const scan = pages(total, values);
let served = { scanned: 0, written: 0, requests: {} };

function reply(response, status, chunks, crc) {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0),
    'x-amz-crc32': crc,
    'x-amzn-requestid': 'REPLAYED00000000000000000000000000000000000000000000',
  });
  for (const chunk of chunks) response.write(chunk);
  response.end();
}

function replyJson(response, status, output) {
  const text = JSON.stringify(output);
  reply(response, status, [text], crc32(text));
}

function handle(operation, input, response) {
  served.requests[operation] = (served.requests[operation] ?? 0) + 1;
  if (operation === 'Scan') {
    const page = scan(input);
    served.scanned += page.items;
    if (latency) setTimeout(reply, latency, response, 200, page.chunks, page.crc);
    else reply(response, 200, page.chunks, page.crc);
    return;
  }
  served.written += itemsWritten(operation, input);
  const output = answer(operation, input, total);
  if (output) replyJson(response, 200, output);
  else {
    const __type = 'com.amazon.coral.service#UnknownOperationException';
    replyJson(response, 400, { __type, message: `The replay server does not know ${operation}` });
  }
}

const server = createServer({ keepAliveTimeout: 600_000, noDelay: true }, (request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    handle(operation, JSON.parse(Buffer.concat(chunks).toString() || '{}'), response);
  });
});

// A parent that forked this process asks for the counts since it last asked, and ends it by letting go.
process.on('message', () => {
  process.send(served);
  served = { scanned: 0, written: 0, requests: {} };
});
process.on('disconnect', () => process.exit());

server.listen(Number(values.port), '127.0.0.1', () => {
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  if (process.send) process.send({ endpoint });
  else console.log(`Replaying ${total} items on ${endpoint}`);
});
