import type { Agent } from 'node:http';
import { type AgentFor, MigrateError } from '@dynamodb-migrate/core';

const agents = new Map<string, Agent>();

/**
 * Goes through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY (or their small twins) name for an address. What is on this
 * machine is reached directly.
 */
export const environmentProxy: AgentFor = ({ protocol, hostname, port }) => {
  if (!isProxied() || /^(localhost|127\.[\d.]+|\[?::1\]?)$/.test(hostname)) return undefined;
  const { getProxyForUrl } = require('proxy-from-env') as { getProxyForUrl(url: string): string };
  const proxy = getProxyForUrl(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
  return proxy === '' ? undefined : proxyAgent(proxy, protocol);
};

/** Opens connections through a proxy. Throws `BAD_PROXY`. */
export function proxyAgent(proxy: string, protocol: string): Agent {
  const known = agents.get(`${protocol} ${proxy}`);
  if (known) return known;
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new MigrateError('BAD_PROXY', `${hidden(proxy)} is no address of a proxy that can be used`, {
      hint: 'Write for example http://proxy.example.com:3128; SOCKS proxies are not supported.',
    });
  }
  const agent: Agent = protocol === 'https:' ? new (https())(url, options) : new (http())(url, options);
  agents.set(`${protocol} ${proxy}`, agent);
  return agent;
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

/** Without the password that may be in it. */
function hidden(proxy: string): string {
  return proxy.replace(/\/\/[^@/]*@/, '//');
}
