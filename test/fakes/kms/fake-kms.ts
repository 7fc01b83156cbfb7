import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A key as KMS keeps it. */
export type FakeKmsKey = {
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  manager: 'CUSTOMER' | 'AWS';
  /** Seconds since 1970; null of a key that is not being deleted. */
  deletion_s: number | null;
  rotation: boolean;
  policy: object;
};

/** The part of KMS that tells about keys, over HTTP as AWS JSON 1.1. Keys are known by their ARN. */
export class FakeKms {
  readonly keys = new Map<string, FakeKmsKey>();
  /** Operations that are refused for lack of permission. */
  readonly denied = new Set<string>();
  /** Codes of errors that the next calls get, in order. */
  readonly failing: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
        const { KeyId } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { KeyId: string };
        const { status, body } = this.#answer(operation, KeyId);
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(body));
      });
    });
  }

  static async start(): Promise<FakeKms> {
    const fake = new FakeKms();
    await new Promise<void>((listening) => fake.#server.listen(0, '127.0.0.1', listening));
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #answer(operation: string, arn: string): { status: number; body: object } {
    const failing = this.failing.shift();
    if (failing !== undefined) return { status: 500, body: { __type: failing, message: failing } };
    if (this.denied.has(operation)) return { status: 400, body: { __type: 'AccessDeniedException' } };
    const key = this.keys.get(arn);
    if (key === undefined) return { status: 400, body: { __type: 'NotFoundException' } };
    switch (operation) {
      case 'DescribeKey': {
        const { state: KeyState, manager: KeyManager, deletion_s } = key;
        const deletion = deletion_s === null ? {} : { DeletionDate: deletion_s };
        return { status: 200, body: { KeyMetadata: { KeyId: arn, KeyState, KeyManager, ...deletion } } };
      }
      case 'GetKeyPolicy':
        return { status: 200, body: { Policy: JSON.stringify(key.policy) } };
      case 'GetKeyRotationStatus':
        return { status: 200, body: { KeyRotationEnabled: key.rotation } };
      default:
        return { status: 400, body: { __type: 'UnknownOperationException' } };
    }
  }
}

/** A key as it should be: used through S3 by the roles of its own account. */
export function soundKey(account: string, region: string): FakeKmsKey {
  return {
    ...{ state: 'Enabled', manager: 'CUSTOMER', deletion_s: null, rotation: true },
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Administration',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: ['kms:Describe*', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:PutKeyPolicy'],
          Resource: '*',
        },
        {
          Sid: 'ThroughS3',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Condition: {
            StringEquals: {
              'kms:CallerAccount': account,
              'kms:ViaService': `s3.${region}.amazonaws.com`,
            },
          },
        },
      ],
    },
  };
}
