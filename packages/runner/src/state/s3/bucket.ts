import type { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { environmentCredentials, profileEndpoint } from '@dynamodb-migrate/core';
import { environmentProxy } from '../../proxy';
import type { Address } from './address';
import { explainS3 } from './explain';

export interface StoredObject {
  name: string;
  modified: Date;
}

/** An object as it was read. */
export interface Version {
  text: string;
  /** Differs once it has been replaced. */
  version: string;
  /** Milliseconds since it was written, by the clock of the bucket. */
  age: number;
}

/** Objects beneath a prefix, by what follows it. Rejects with `STATE_UNREACHABLE` or `STATE_REFUSED`. */
export interface Bucket {
  /** Objects whose names begin so, in the order of their names. */
  list(beginning: string): AsyncGenerator<StoredObject>;
  /** Names between a beginning and the next slash. */
  folders(beginning: string): Promise<string[]>;
  /** Undefined where there is none. */
  get(name: string): Promise<Readable | undefined>;
  put(name: string, body: Buffer): Promise<void>;
  /** Undefined where there is none. */
  read(name: string): Promise<Version | undefined>;
  /**
   * Replaces a version of an object, or makes it where `version` is undefined: gives the new one's, or undefined when the
   * object is no longer what it was.
   */
  replace(name: string, text: string, version: string | undefined): Promise<string | undefined>;
  remove(names: readonly string[]): Promise<void>;
}

/** Opens a place in S3, with what the SDK finds in the environment. Sends nothing. */
export async function openBucket(address: Address, profile?: string): Promise<Bucket> {
  const { bucket: Bucket, prefix } = address;
  const client = await openClient(profile);

  async function asked<T>(doing: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw explainS3(error, address, doing);
    }
  }

  async function* pages(beginning: string, Delimiter?: string) {
    let ContinuationToken: string | undefined;
    do {
      const input = { Bucket, Prefix: prefix + beginning, Delimiter, ContinuationToken };
      const page = await asked('s3:ListBucket', () => client.send(new ListObjectsV2Command(input)));
      yield page;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  return {
    async *list(beginning) {
      for await (const { Contents = [] } of pages(beginning)) {
        for (const { Key, LastModified } of Contents) {
          yield { name: Key!.slice(prefix.length), modified: LastModified ?? new Date(0) };
        }
      }
    },
    async folders(beginning) {
      const names: string[] = [];
      for await (const { CommonPrefixes = [] } of pages(beginning, '/')) {
        for (const { Prefix } of CommonPrefixes) names.push(Prefix!.slice(prefix.length + beginning.length, -1));
      }
      return names;
    },
    get: (name) =>
      asked('s3:GetObject', async () => {
        try {
          return (await client.send(new GetObjectCommand({ Bucket, Key: prefix + name }))).Body as Readable;
        } catch (error) {
          if ((error as Error).name === 'NoSuchKey') return undefined;
          throw error;
        }
      }),
    put: (name, Body) =>
      asked('s3:PutObject', async () => {
        await client.send(new PutObjectCommand({ Bucket, Key: prefix + name, Body }));
      }),
    read: (name) =>
      asked('s3:GetObject', async () => {
        const command = new GetObjectCommand({ Bucket, Key: prefix + name });
        let date: string | undefined;
        command.middlewareStack.add(
          (next) => async (args) => {
            const result = await next(args);
            date = (result.response as { headers?: { date?: string } }).headers?.date;
            return result;
          },
          { step: 'deserialize', name: 'date' },
        );
        try {
          const { Body, ETag, LastModified } = await client.send(command);
          const now = Date.parse(date ?? '') || Date.now();
          return { text: await Body!.transformToString(), version: ETag!, age: now - (LastModified?.getTime() ?? 0) };
        } catch (error) {
          if ((error as Error).name === 'NoSuchKey') return undefined;
          throw error;
        }
      }),
    replace: (name, Body, version) =>
      asked('s3:PutObject', async () => {
        const condition = version === undefined ? { IfNoneMatch: '*' } : { IfMatch: version };
        try {
          return (await client.send(new PutObjectCommand({ Bucket, Key: prefix + name, Body, ...condition }))).ETag;
        } catch (error) {
          const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
          // There was none to replace, or somebody else replaced it before, or is just doing so.
          if (status === 404 || status === 409 || status === 412) return undefined;
          throw error;
        }
      }),
    remove: (names) =>
      asked('s3:DeleteObject', async () => {
        for (let i = 0; i < names.length; i += 1000) {
          const Objects = names.slice(i, i + 1000).map((name) => ({ Key: prefix + name }));
          await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
        }
      }),
  };
}

async function openClient(profile: string | undefined): Promise<S3Client> {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env;
  const endpoint = profile === undefined ? undefined : await profileEndpoint(profile, 's3');
  const keys = profile === undefined ? environmentCredentials() : undefined;
  const agent = environmentProxy({ protocol: 'https:', hostname: 's3.amazonaws.com' });
  const config: S3ClientConfig = {
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(keys && { credentials: async () => environmentCredentials() ?? keys }),
    // Buckets are not host names of other servers than Amazon's.
    forcePathStyle: Boolean(endpoint ?? AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL),
    followRegionRedirects: true,
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 20_000, ...(agent && { httpsAgent: agent }) },
  };
  const client = new S3Client(config);
  try {
    await client.config.region();
    return client;
  } catch {
    // Nobody has said where: any region tells where the bucket is.
    return new S3Client({ ...config, region: 'us-east-1' });
  }
}
