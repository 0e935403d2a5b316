import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Wire } from '@dynamodb-migrate/core';
import type { Answer, Exchange } from './exchange';

/** Handles one request in place of the proxy: what it does not send on, the engine never sees. */
export type Fault = (exchange: Exchange) => void | Promise<void>;

/** What is done to the request with this number (from 0); nothing when undefined. */
export type FaultPlan = readonly (Fault | undefined)[] | ((operation: string, index: number) => Fault | undefined);

/** A plan that does the same to every request of some operations, `times` times at most. */
export function onOperations(operations: readonly string[], fault: Fault, times = Number.POSITIVE_INFINITY): FaultPlan {
  let left = times;
  return (operation) => {
    if (!operations.includes(operation) || left <= 0) return undefined;
    left -= 1;
    return fault;
  };
}

/** The answer comes `ms` milliseconds late. */
export function latency(ms: number): Fault {
  return async (exchange) => {
    await sleep(ms);
    exchange.reply(await exchange.forward());
  };
}

/** An answer made up from the input, which the engine never sees. */
export function answerWith(output: (input: Wire) => Wire): Fault {
  return (exchange) => exchange.reply(jsonAnswer(200, output(exchange.input)));
}

/** An error of DynamoDB, which the engine never saw coming. */
export function serviceError(name: string, message = name, statusCode = 400): Fault {
  return (exchange) => {
    const namespace = name.startsWith('Internal') ? 'com.amazonaws.dynamodb.v20120810' : 'com.amazon.coral.service';
    exchange.reply(jsonAnswer(statusCode, { __type: `${namespace}#${name}`, message }));
  };
}

function jsonAnswer(statusCode: number, output: Wire): Answer {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'FAULT' };
  return { statusCode, headers, body: Buffer.from(JSON.stringify(output)) };
}

export const throttle = serviceError('ProvisionedThroughputExceededException', 'The level of throughput was exceeded');
export const internalError = serviceError('InternalServerError', 'Internal server error', 500);
export const expiredToken = serviceError('ExpiredTokenException', 'The security token included is expired');
export const accessDenied = serviceError('AccessDeniedException', 'User is not authorized to perform this operation');

/** 503 from something on the way that knows nothing of DynamoDB. */
export const unavailable: Fault = (exchange) => {
  exchange.reply({
    statusCode: 503,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from('<html>Service Unavailable</html>'),
  });
};

/** The connection is reset before the engine saw the request. */
export const resetBefore: Fault = (exchange) => exchange.reset();

/** The connection is reset after the engine did what was asked. */
export const resetAfter: Fault = async (exchange) => {
  await exchange.forward();
  exchange.reset();
};

/** Half of the body, then the connection is closed. */
export const truncatedBody: Fault = async (exchange) => {
  const answer = await exchange.forward();
  exchange.head({ ...answer, headers: { ...answer.headers, 'content-length': String(answer.body.length) } });
  exchange.write(answer.body.subarray(0, answer.body.length >> 1));
  await sleep(5);
  exchange.reset();
};

/** An answer that is whole, under a checksum that is not its own. */
export const wrongChecksum: Fault = async (exchange) => {
  const answer = await exchange.forward();
  const headers = { ...answer.headers, 'x-amz-crc32': String(crc32(answer.body) ^ 1) };
  exchange.reply({ ...answer, headers });
};

/** The body comes in `pieces` pieces, `ms` milliseconds apart. */
export function slowDrip(ms: number, pieces = 10): Fault {
  return async (exchange) => {
    const answer = await exchange.forward();
    exchange.head(answer);
    const size = Math.max(1, Math.ceil(answer.body.length / pieces));
    for (let at = 0; at < answer.body.length; at += size) {
      exchange.write(answer.body.subarray(at, at + size));
      await sleep(ms);
    }
    exchange.end();
  };
}

/** No answer at all, and the connection stays open. */
export const silence: Fault = () => {};
