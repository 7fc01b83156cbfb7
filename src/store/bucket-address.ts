import { type BucketAddress, signedPath } from './quick-get.js';

type Signed = {
  protocol?: unknown;
  hostname?: unknown;
  port?: unknown;
  path?: unknown;
  headers?: Readonly<Record<string, unknown>>;
};

/** The address that a signed request for a key went to; null where it is not one that signature version 4 reaches. */
export function addressOf(request: unknown, key: string): BucketAddress | null {
  const { protocol, hostname, port, path, headers = {} } = (request ?? {}) as Signed;
  const scope = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([^/]+)\/s3\/aws4_request/;
  const region = scope.exec(String(headers['authorization'] ?? headers['Authorization']))?.[1];
  const own = signedPath(key);
  if (region === undefined || typeof path !== 'string' || !path.endsWith(own)) return null;
  if (typeof protocol !== 'string' || typeof hostname !== 'string') return null;
  return {
    ...{ protocol, hostname, region, base: path.slice(0, -own.length) },
    port: typeof port === 'number' ? port : undefined,
  };
}
