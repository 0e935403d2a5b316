import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StsServer {
  /** What a process needs in its environment to ask it. */
  env: { AWS_ENDPOINT_URL_STS: string };
  stop(): void;
}

/** An STS that tells everybody who they are, by the key that they sign with: users of account 111111111111. */
export async function startSts(userOf: (key: string) => string = (key) => key): Promise<StsServer> {
  const server = createServer((request, response) => {
    request.resume();
    const [, key = ''] = /Credential=(\w+)\//.exec(request.headers.authorization ?? '') ?? [];
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/${userOf(key)}</Arn><UserId>me</UserId><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: { AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    stop: () => server.close(),
  };
}
