import type { DynoRequest } from './request';

/** The HTTP side of a request, to look at: what listeners change of it is not sent. */
export class HttpRequest {
  readonly method = 'POST';
  readonly path = '/';
  readonly headers: { [name: string]: string } = {};
  readonly region: string;
  readonly endpoint: URL | undefined;
  readonly #request: DynoRequest;

  constructor(request: DynoRequest) {
    this.region = request.service.target.region;
    this.endpoint = request.service.endpoint;
    this.#request = request;
  }

  /** Empty before the parameters are in wire form. */
  get body(): string {
    const { params, rawParams } = this.#request;
    return params === rawParams ? '' : JSON.stringify(params);
  }

  set body(_: string) {
    throw new TypeError('httpRequest.body cannot be changed: change the params of the request, before it is sent');
  }

  /** As of the time that v2 built its requests. */
  built(operation: string): void {
    this.headers['X-Amz-Target'] = `DynamoDB_20120810.${operation}`;
    this.headers['Content-Type'] = 'application/x-amz-json-1.0';
  }
}
