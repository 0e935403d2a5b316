import type { Agent } from 'node:http';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Target } from '../send/send';
import type { ServiceError } from '../send/service-error';
import { decode } from './decode';
import { environmentCredentials } from './environment-credentials';
import { nodeHttp } from './node-http';
import { quietly } from './quietly';
import type { HttpAnswer } from './response-reader';

/** Picks what opens the connections to an address, where that is not the usual one. */
export type AgentFor = (address: { protocol: string; hostname: string; port?: number }) => Agent | undefined;

/** What `send` of a wire client resolves to: an answer that is no error. */
export interface WireAnswer {
  response: HttpAnswer;
}

/**
 * An SDK client whose inputs and outputs stay as they travel. The SDK keeps credentials, signing and endpoints;
 * retries belong to the retry layer, so each `send` is one attempt. `onRequest` sees each request, addressed and signed;
 * `endpoint` is where its profile leads.
 */
export function wireClient(
  target: Target,
  onRequest: (request: any) => void = () => {},
  agentFor: AgentFor = () => undefined,
  endpoint?: Promise<string | undefined>,
): DynamoDBClient {
  const client = quietly(
    () => new DynamoDBClient({ ...configuration(target), requestHandler: requestHandler(target, onRequest, agentFor) }),
  );
  if (endpoint) (client.config as Configured).serviceConfiguredEndpoint = () => endpoint;
  const once = (next: any) => next;
  client.middlewareStack.add(once, {
    name: 'retryMiddleware',
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
  client.middlewareStack.remove('loggerMiddleware');
  passThrough(client);
  return client;
}

// Without a logger, or with the SDK's own silent one, its credential providers warn on the console.
const silent = { debug() {}, info() {}, warn() {}, error() {} };

interface Configured {
  serviceConfiguredEndpoint?: () => Promise<string | undefined>;
}

/** The part of an SDK client's configuration that a target decides. */
export function configuration({ region, endpoint, credentials, profile }: Target): DynamoDBClientConfig {
  const known = credentials ?? (profile ? undefined : environmentCredentials());
  return {
    region,
    ...(endpoint && { endpoint }),
    // Asked again, the environment may have new ones.
    ...(known && { credentials: credentials ?? (async () => environmentCredentials() ?? known) }),
    ...(profile && { profile }),
    maxAttempts: 1,
    logger: silent,
  };
}

function passThrough(client: DynamoDBClient): void {
  const protocol = client.config.protocol as any;
  const serialize = protocol.serializeRequest.bind(protocol);
  protocol.serializeRequest = async (schema: unknown, input: unknown, context: unknown) => {
    const request = await serialize(schema, {}, context);
    request.body = JSON.stringify(input);
    return request;
  };
  protocol.deserializeResponse = async (_schema: unknown, _context: unknown, response: HttpAnswer) => {
    if (response.statusCode < 300) return { response };
    try {
      return decode(response);
    } catch (error) {
      throw withResponse(error as ServiceError, response);
    }
  };
}

// What the SDK's signer reads to learn of a clock that is wrong.
function withResponse(error: ServiceError, response: HttpAnswer): ServiceError {
  Object.defineProperty(error, '$response', { value: response, configurable: true });
  Object.defineProperty(error, '$metadata', { value: {}, configurable: true });
  return error;
}

/** What a command was sent with. */
interface HandlerOptions {
  abortSignal?: AbortSignal;
  permit?: () => void;
}

function requestHandler({ idleTimeout = 5000, agent }: Target, onRequest: (request: any) => void, agentFor: AgentFor) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: any, { abortSignal, permit }: HandlerOptions = {}) => {
      // The SDK asks STS for the credentials of a role by the same handler.
      if (request.headers['x-amz-target']?.startsWith('DynamoDB_')) onRequest(request);
      const through = agent ?? agentFor(request);
      const body = request.body ?? '';
      const given = { body, idleTimeout, agent: through, signal: abortSignal, permit };
      return { response: await nodeHttp({ ...request, ...given }) };
    },
    httpHandlerConfigs: () => ({}),
    updateHttpClientConfig() {},
    destroy() {},
  };
}
