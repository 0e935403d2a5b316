import type { AttemptFailure, ServiceError } from '@dynamodb-migrate/core';
import { abortedError, clientError, fromDoor, isRetryable } from './errors';
import type { Listeners } from './events';
import { writeInput } from './input';
import { log } from './log';
import { readOutput } from './output';
import { failureOf, Passage, type Report } from './passage';
import type { DynoRequest } from './request';
import type { DynoResponse } from './response';
import { retryDelay } from './retry-delay';
import { wireName } from './shapes';

/** What a request's own listeners know of its way through the door. */
export interface Journey {
  passage?: Passage;
  aborted?: boolean;
  failure?: AttemptFailure | undefined;
  refusal?: ServiceError | undefined;
  /** Whether the door is done with it. */
  ended?: boolean;
}

function VALIDATE_PARAMETERS(request: DynoRequest): void {
  request.rawParams = request.params;
  const { hooks, wire } = request.service;
  request.params = writeInput(request.operation, request.params, hooks, wire);
  request.httpRequest.built(wireName(request.operation));
}

function SEND(response: DynoResponse, done: () => void): void {
  const { request } = response;
  const { journey, service, operation } = request;
  response.error = null;
  response.data = null;
  if (journey.aborted) {
    response.error = abortedError();
    done();
    return;
  }
  journey.passage ??= new Passage(service, wireName(operation), request.params, request.listeners('retry').length > 1);
  journey.passage.next((report) => {
    arrive(response, report);
    done();
  });
}

function arrive(response: DynoResponse, report: Report): void {
  const { request, httpResponse } = response;
  const { journey, service } = request;
  journey.failure = failureOf(report);
  journey.ended = !journey.failure;
  journey.refusal = undefined;
  if (!report.error) {
    httpResponse.answered(report.meta.statusCode, report.meta.headers, report.output);
    request.wire = report.output;
  } else {
    const error = report.error as ServiceError;
    if (error.statusCode === undefined) {
      response.error = fromDoor(error, service.target);
      request.emit('httpError', [response.error, response]);
      return;
    }
    journey.refusal = error;
    httpResponse.answered(error.statusCode, error.headers ?? {}, error.body);
  }
  request.emit('httpHeaders', [httpResponse.statusCode, httpResponse.headers, response]);
  if (request.listeners('httpData').length > 0) request.emit('httpData', [httpResponse.body, response]);
  request.emit('httpDone', [response]);
}

function VALIDATE_RESPONSE(response: DynoResponse): void {
  const { statusCode = 0 } = response.httpResponse;
  if (statusCode < 300) {
    response.data = {};
    response.error = null;
  } else {
    response.data = null;
    response.error = clientError('UnknownError', 'An unknown error occurred.');
  }
}

function EXTRACT_DATA(response: DynoResponse): void {
  const { journey, operation, wire, service } = response.request;
  if (journey.refusal) EXTRACT_ERROR(response);
  else response.data = readOutput(operation, wire ?? {}, service.wire);
  response.requestId = response.httpResponse.headers['x-amzn-requestid'];
}

function EXTRACT_ERROR(response: DynoResponse): void {
  const { journey, service } = response.request;
  if (!journey.refusal) return;
  response.error = fromDoor(journey.refusal, service.target);
  response.requestId = journey.refusal.requestId;
  if (journey.refusal.name === 'CRC32CheckFailed') response.data = null;
}

function RETRY_CHECK(response: DynoResponse): void {
  const { error, httpResponse, retryCount, maxRetries, request } = response;
  if (!error) return;
  if (request.journey.refusal) error.statusCode ??= httpResponse.statusCode;
  error.retryable ??= request.journey.failure?.retryable ?? isRetryable(error);
  if (retryCount < maxRetries) {
    error.retryDelay = retryDelay(retryCount, request.service.config.retryDelayOptions, error);
  }
}

/** Tells the door whether to try again, and waits for what it does. */
function AFTER_RETRY(response: DynoResponse, done: () => void): void {
  const { journey, service } = response.request;
  const { passage, failure } = journey;
  if (!passage || journey.ended) {
    done();
    return;
  }
  const { retryable, retryDelay: delay } = response.error ?? {};
  if (failure) {
    failure.retryable = Boolean(retryable) && !(delay < 0);
    passage.delay = delay;
  }
  passage.next((report) => {
    if (!report.error || report.failure) {
      passage.unread(report);
      response.retryCount++;
      response.error = null;
    } else if (report.error !== failure?.error) {
      response.error = fromDoor(report.error, service.target);
    }
    done();
  });
}

SEND._isAsync = true;
AFTER_RETRY._isAsync = true;

/** The listeners that every request starts out with. */
export const core = {
  VALIDATE_PARAMETERS,
  SEND,
  VALIDATE_RESPONSE,
  EXTRACT_DATA,
  EXTRACT_ERROR,
  RETRY_CHECK,
  AFTER_RETRY,
};

export const coreListeners: Listeners = {
  validate: [VALIDATE_PARAMETERS],
  send: [SEND],
  validateResponse: [VALIDATE_RESPONSE],
  extractData: [EXTRACT_DATA],
  extractError: [EXTRACT_ERROR],
  retry: [RETRY_CHECK],
  afterRetry: [AFTER_RETRY],
  complete: [log],
};
