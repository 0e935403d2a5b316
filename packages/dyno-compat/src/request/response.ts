import { STATUS_CODES } from 'node:http';
import type { Wire } from '@dynamodb-migrate/core';
import { nextPage, pageToken } from './pages';
import type { DynoRequest } from './request';

/** The HTTP side of an answer. The body is spelled out again when asked for. */
export class HttpResponse {
  statusCode: number | undefined = undefined;
  headers: { [name: string]: string } = {};
  streaming = false;
  private text: string | Buffer | undefined;
  private wire: Wire | undefined;

  answered(statusCode: number, headers: { [name: string]: string }, wire: Wire | undefined): void {
    this.statusCode = statusCode;
    this.headers = headers;
    this.wire = wire;
    this.text = undefined;
  }

  get statusMessage(): string | undefined {
    return this.statusCode === undefined ? undefined : STATUS_CODES[this.statusCode];
  }

  get body(): string | Buffer {
    this.text ??= Buffer.from(this.wire === undefined ? '' : JSON.stringify(this.wire));
    return this.text;
  }

  set body(text: string | Buffer) {
    this.text = text;
  }
}

/** What a request came to: `this` in its callbacks, and the argument of its events. */
export class DynoResponse<Data = any> {
  data: Data | null = null;
  error: any = null;
  retryCount = 0;
  redirectCount = 0;
  httpResponse = new HttpResponse();
  maxRetries: number;
  requestId: string | undefined;

  constructor(readonly request: DynoRequest<Data>) {
    this.maxRetries = request.service.maxRetries;
  }

  /** Whether there is more to read; undefined for operations without pages. */
  hasNextPage(): boolean | undefined {
    const token = pageToken(this.request.operation, this.data);
    return token === null ? undefined : token !== undefined;
  }

  /** The request for the page after this one (sent when a callback is given); null after the last. */
  nextPage(callback?: (error: any, data: any) => void): DynoRequest<Data> | null {
    return nextPage(this, callback);
  }
}
