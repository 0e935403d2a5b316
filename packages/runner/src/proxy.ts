import type { Agent } from 'node:http';
import { type AgentFor, MigrateError, type ProxyFor, plainAddress } from '@dynamodb-migrate/core';

const agents = new Map<string, Agent>();

/**
 * The proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY (or their small twins) name for an address. What is on this machine is
 * reached directly. Throws `BAD_PROXY`.
 */
export const proxyFor: ProxyFor = ({ protocol, hostname, port }) => {
  if (!isProxied() || /^(localhost|127\.[\d.]+|\[?::1\]?)$/.test(hostname)) return undefined;
  const { getProxyForUrl } = require('proxy-from-env') as { getProxyForUrl(url: string): string };
  const proxy = getProxyForUrl(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
  return proxy === '' ? undefined : parsed(proxy).href;
};

/** Goes through the proxy of `proxyFor`, for clients of the SDK. */
export const environmentProxy: AgentFor = (address) => {
  const proxy = proxyFor(address);
  return proxy === undefined ? undefined : proxyAgent(proxy, address.protocol);
};

/** Opens connections through a proxy. Throws `BAD_PROXY`. */
export function proxyAgent(proxy: string, protocol: string): Agent {
  const known = agents.get(`${protocol} ${proxy}`);
  if (known) return known;
  const url = parsed(proxy);
  const agent: Agent = protocol === 'https:' ? new (https())(url, options) : new (http())(url, options);
  agents.set(`${protocol} ${proxy}`, agent);
  return agent;
}

function parsed(proxy: string): URL {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new MigrateError('BAD_PROXY', `${plainAddress(proxy)} is no address of a proxy that can be used`, {
    hint: 'Write for example http://proxy.example.com:3128; SOCKS proxies are not supported.',
  });
}

const options = { keepAlive: true };

function isProxied(): boolean {
  return ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].some(
    (name) => process.env[name] || process.env[name.toLowerCase()],
  );
}

// Loaded where there is a proxy only.
function https() {
  return (require('https-proxy-agent') as typeof import('https-proxy-agent')).HttpsProxyAgent;
}

function http() {
  return (require('http-proxy-agent') as typeof import('http-proxy-agent')).HttpProxyAgent;
}
