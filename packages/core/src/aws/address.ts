/**
 * An address without a user, a password and what is asked behind a question mark: none of them is ever sent to DynamoDB, so
 * none is kept or shown. Of a text that is no address, what stands behind the last `@`.
 */
export function plainAddress(address: string): string {
  if (!/[@?#]/.test(address)) return address;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // A password that is not encoded may end the host where it should not.
  if (!url?.host || /[/?#\\].*@/s.test(address.replace(/^[a-z][a-z\d+.-]*:[/\\]*/i, '')))
    return address.slice(address.lastIndexOf('@') + 1).replace(/[?#].*$/s, '');
  const [, scheme, rest] = /^([a-z][a-z\d+.-]*:\/\/)(?:[^/?#\\]*@)?([^@/?#\\]+[^?#]*)/i.exec(address) ?? [];
  return scheme === undefined ? `${url.protocol}//${url.host}${url.pathname}` : scheme + rest;
}
