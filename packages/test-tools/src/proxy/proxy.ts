import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target, Wire } from '@dynamodb-migrate/core';
import { type Engine, targetOf } from '../engines/engine';
import { type Answer, exchangeOf } from './exchange';
import type { FaultPlan } from './faults';

/** A request as the proxy saw it. */
export interface SeenRequest {
  operation: string;
  body: Wire;
  headers: IncomingMessage['headers'];
}

export interface EngineProxy {
  readonly endpoint: string;
  readonly target: Target;
  /** Every request so far, in the order of their arrival. */
  requests(): SeenRequest[];
  /** The requests that are not known to be reads. */
  writes(): SeenRequest[];
  /** Forgets the requests so far and starts with other faults (or none) from request 0. */
  reset(faults?: FaultPlan): void;
  /** Resolves once no request is under way, those of clients that have died among them. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** An HTTP proxy in front of an engine, which sees every request and can get in its way. */
export async function startProxy({ to, faults }: { to: Engine; faults?: FaultPlan }): Promise<EngineProxy> {
  const agent = new Agent({ keepAlive: true });
  const seen: SeenRequest[] = [];
  let plan = faults;
  let underWay = 0;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const operation = String(incoming.headers['x-amz-target']).split('.').pop()!;
    const input = JSON.parse(body.toString());
    const index = seen.push({ operation, body: input, headers: incoming.headers }) - 1;
    const exchange = exchangeOf(operation, input, () => forward(agent, to.endpoint, incoming, body), response);
    const fault = typeof plan === 'function' ? plan(operation, index) : plan?.[index];
    if (fault) await fault(exchange);
    else exchange.reply(await exchange.forward());
  }

  const server = createServer((incoming, response) => {
    underWay++;
    handle(incoming, response)
      .catch(() => response.destroy())
      .finally(() => underWay--);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    target: targetOf(endpoint),
    requests: () => [...seen],
    writes: () => seen.filter(({ operation }) => !isRead(operation)),
    reset(next) {
      seen.length = 0;
      plan = next;
    },
    async idle() {
      do await sleep(30);
      while (underWay > 0);
    },
    async stop() {
      agent.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

function isRead(operation: string): boolean {
  return /^(Describe|List)|^(GetItem|BatchGetItem|TransactGetItems|Query|Scan)$/.test(operation);
}

async function forward(agent: Agent, endpoint: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const headers = { ...incoming.headers, host: new URL(endpoint).host };
  const outgoing = request(endpoint, { method: incoming.method, path: incoming.url, headers, agent }).end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const hopByHop = ['connection', 'keep-alive', 'transfer-encoding'];
  return {
    statusCode: answer.statusCode!,
    headers: Object.fromEntries(
      Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name)),
    ) as Answer['headers'],
    body: await buffer(answer),
  };
}
