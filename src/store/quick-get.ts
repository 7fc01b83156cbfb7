import { createHmac, hash } from 'node:crypto';
import type { BucketObject } from './bucket-reader.js';
import { KeptSockets } from './kept-sockets.js';

/** Where the objects of a bucket are asked for, as AWS's own client does it. */
export type BucketAddress = {
  protocol: string;
  hostname: string;
  port: number | undefined;
  base: string;
  region: string;
};

export type SigningKeys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };

const EMPTY_SHA256 = hash('sha256', '');
const META_HEADER = /\r\nx-amz-meta-([^:\r]+):[ \t]*([^\r]*)/gi;

/** The path of a key as S3 signs it: every byte but unreserved ones and `/` encoded. */
export function signedPath(key: string): string {
  if (/^[A-Za-z0-9._~/-]*$/.test(key)) return key;
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * GETs objects over kept sockets with a signature of its own (AWS Signature Version 4), many times quicker than the client.
 *
 * Only a whole object is an answer: whatever else S3 says is null, and the client asks again and explains it.
 */
export class QuickGet {
  readonly #most: number;
  readonly #sockets = new Map<string, KeptSockets>();
  #signer = { scope: '', secret: '', key: Buffer.alloc(0) };
  #second = { ms: Number.NaN, stamp: '' };

  constructor(sockets: number) {
    this.#most = sockets;
  }

  async get(
    address: BucketAddress,
    key: string,
    by: { keys: SigningKeys; at: Date },
  ): Promise<BucketObject | null> {
    const path = `${address.base}${signedPath(key)}`;
    const answer = await this.#socketsTo(address).send(this.#request(address, path, by));
    return answer === null ? null : { bytes: answer.bytes, metadata: metadataOf(answer.head) };
  }

  #socketsTo({ protocol, hostname, port }: BucketAddress): KeptSockets {
    const name = `${protocol}//${hostname}:${port ?? ''}`;
    const known = this.#sockets.get(name);
    if (known !== undefined) return known;
    const secure = protocol === 'https:';
    const address = { secure, hostname, port: port ?? (secure ? 443 : 80) };
    const sockets = new KeptSockets(address, this.#most);
    this.#sockets.set(name, sockets);
    return sockets;
  }

  #request(
    { hostname, port, region }: BucketAddress,
    path: string,
    { keys, at }: { keys: SigningKeys; at: Date },
  ): string {
    const stamp = this.#stampOf(at);
    const scope = `${stamp.slice(0, 8)}/${region}/s3/aws4_request`;
    const host = port === undefined ? hostname : `${hostname}:${port}`;
    const { accessKeyId, secretAccessKey, sessionToken: token } = keys;
    const names = `host;x-amz-content-sha256;x-amz-date${token === undefined ? '' : ';x-amz-security-token'}`;
    const last = token === undefined ? '' : `x-amz-security-token:${token}\n`;
    const headers = `host:${host}\nx-amz-content-sha256:${EMPTY_SHA256}\nx-amz-date:${stamp}\n${last}`;
    const canonical = `GET\n${path}\n\n${headers}\n${names}\n${EMPTY_SHA256}`;
    const text = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = createHmac('sha256', this.#keyOf(scope, secretAccessKey)).update(text).digest('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return `GET ${path} HTTP/1.1\r\n${headers.replaceAll('\n', '\r\n')}authorization:${authorization}\r\n\r\n`;
  }

  /** The time to the second is the same for many requests. */
  #stampOf(at: Date): string {
    const ms = Math.floor(at.getTime() / 1000) * 1000;
    if (ms !== this.#second.ms) {
      const stamp = `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
      this.#second = { ms, stamp };
    }
    return this.#second.stamp;
  }

  /** The signing key is the same for a day. */
  #keyOf(scope: string, secret: string): Buffer {
    if (this.#signer.scope !== scope || this.#signer.secret !== secret) {
      const start: Buffer | string = `AWS4${secret}`;
      const key = scope
        .split('/')
        .reduce((by: Buffer | string, part) => createHmac('sha256', by).update(part).digest(), start);
      this.#signer = { scope, secret, key: Buffer.from(key) };
    }
    return this.#signer.key;
  }
}

function metadataOf(head: string): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [, name = '', value = ''] of head.matchAll(META_HEADER)) {
    metadata[name.trim().toLowerCase()] = value.trimEnd();
  }
  return metadata;
}
