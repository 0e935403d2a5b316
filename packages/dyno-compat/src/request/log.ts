import { inspect } from 'node:util';
import type { DynoResponse } from './response';

/** Gives the client's logger, when there is one, a line about an operation that is complete. */
export function log({ request, httpResponse, retryCount }: DynoResponse): void {
  const { logger } = request.service.config;
  if (!logger) return;
  const seconds = (Date.now() - request.startTime.getTime()) / 1000;
  const params = inspect(request.params, { showHidden: true, depth: null });
  const line = `[AWS dynamodb ${httpResponse.statusCode} ${seconds}s ${retryCount} retries] ${request.operation}(${params})`;
  if (typeof logger.log === 'function') logger.log(line);
  else logger.write?.(`${line}\n`);
}
