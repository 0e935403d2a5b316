/** A proxy that connections go through. */
export interface HttpProxy {
  protocol: string;
  hostname: string;
  port: number | undefined;
  /** What `proxy-authorization` says; undefined where the address has no user. */
  authorization: string | undefined;
}

/** Reads the address of a proxy, in which a user and a password may be. */
export function parseProxy(address: string): HttpProxy {
  const { protocol, hostname, port, username, password } = new URL(address);
  const user = `${decoded(username)}:${decoded(password)}`;
  return {
    protocol,
    hostname,
    port: port === '' ? undefined : Number(port),
    authorization: user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

/** The header line that tells a proxy who asks; empty where it is not to be told. */
export function authorizationLine({ authorization }: HttpProxy): string {
  return authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
