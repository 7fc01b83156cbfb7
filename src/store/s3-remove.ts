import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  type HeadObjectCommandOutput,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  type ListPartsCommandOutput,
} from '@aws-sdk/client-s3';
import { s3ErrorFacts } from './s3-error-facts.js';
import { headObject } from './s3-read.js';
import type { S3Session } from './s3-session.js';

/**
 * Removes the version that readers see, for good; no delete marker is left that would only hide it.
 *
 * Where somebody else has put it over an older version, that one would be seen again and goes too; what was put since is
 * another writer's and stays. Naming the version makes a repeated call harmless. Throws `s3-object-locked`.
 */
export async function removeObject(s3: S3Session, key: string): Promise<void> {
  await s3.beforeWriting();
  let standing = await headObject(s3, key);
  while (standing !== null) {
    const version = { ...s3.address(key), VersionId: standing.VersionId };
    await s3.call('DeleteObject', key, () => s3.client.send(new DeleteObjectCommand(version)));
    // A bucket that keeps no versions holds nothing below.
    const below = standing.VersionId === undefined ? null : await headObject(s3, key);
    standing = below !== null && putAt(below) < putAt(standing) ? below : null;
  }
}

function putAt({ LastModified }: HeadObjectCommandOutput): number {
  return LastModified?.getTime() ?? Number.POSITIVE_INFINITY;
}

type Begun = { key: string; upload_id: string };

/** Uploads that were begun before the instant and neither completed nor aborted, in the order of their keys. */
export async function abandonedUploads(
  s3: S3Session,
  before_ns: bigint,
  then: 'list' | 'remove',
): Promise<{ name: string; bytes: number }[]> {
  if (then === 'remove') await s3.beforeWriting();
  const found: { name: string; bytes: number }[] = [];
  for (const upload of await begunUploads(s3, before_ns)) {
    const bytes = await bytesSent(s3, upload);
    // Completed or aborted since it was listed.
    if (bytes === null) continue;
    if (then === 'remove') await abort(s3, upload);
    found.push({ name: `${upload.key}?uploadId=${upload.upload_id}`, bytes });
  }
  return found;
}

async function begunUploads(s3: S3Session, before_ns: bigint): Promise<Begun[]> {
  const found: Begun[] = [];
  const Prefix = s3.fullKey('');
  let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  let page: ListMultipartUploadsCommandOutput;
  do {
    const list = { Bucket: s3.settings.location.bucket, Prefix, ...from };
    page = await s3.call('ListMultipartUploads', '', () =>
      s3.client.send(new ListMultipartUploadsCommand(list)),
    );
    for (const { Key = '', UploadId = '', Initiated } of page.Uploads ?? []) {
      const begun_ns = BigInt(Initiated?.getTime() ?? 0) * 1_000_000n;
      if (begun_ns < before_ns) found.push({ key: s3.ownKey(Key), upload_id: UploadId });
    }
    from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  } while (page.IsTruncated === true);
  return found;
}

async function bytesSent(s3: S3Session, { key, upload_id }: Begun): Promise<number | null> {
  let bytes = 0;
  let PartNumberMarker: string | undefined;
  let page: ListPartsCommandOutput | null;
  do {
    const list = { ...s3.address(key), UploadId: upload_id, PartNumberMarker };
    page = await goneIsNull(s3, { operation: 'ListParts', key }, () =>
      s3.client.send(new ListPartsCommand(list)),
    );
    if (page === null) return null;
    for (const { Size = 0 } of page.Parts ?? []) bytes += Size;
    PartNumberMarker = page.NextPartNumberMarker;
  } while (page.IsTruncated === true);
  return bytes;
}

async function abort(s3: S3Session, { key, upload_id }: Begun): Promise<void> {
  const upload = { ...s3.address(key), UploadId: upload_id };
  await goneIsNull(s3, { operation: 'AbortMultipartUpload', key }, () =>
    s3.client.send(new AbortMultipartUploadCommand(upload)),
  );
}

async function goneIsNull<Out>(
  s3: S3Session,
  call: { operation: string; key: string },
  send: () => Promise<Out>,
): Promise<Out | null> {
  return s3.call(call.operation, call.key, async () => {
    try {
      return await send();
    } catch (error) {
      if (s3ErrorFacts(error).name === 'NoSuchUpload') return null;
      throw error;
    }
  });
}
