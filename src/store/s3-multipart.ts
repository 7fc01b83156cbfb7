import type { FileHandle } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { hashParts, openSource, readPart } from './file-parts.js';
import type { PutOutcome } from './object-store.js';
import { base64OfHex, putParameters } from './s3-put-parameters.js';
import type { S3Session } from './s3-session.js';

/** A file that is put in parts. */
export type LargePut = { key: string; token: string; file: string; bytes: number };

const MOST_PARTS = 10_000;

/**
 * Puts a file in parts, of which some are sent at once, and completes the upload unless the key is taken.
 *
 * An upload that was not completed is aborted, as far as S3 can be reached. Throws `TriedInVain`, after which the caller
 * decides what became of the put.
 */
export async function putInParts(s3: S3Session, put: LargePut): Promise<PutOutcome> {
  const part_bytes = Math.max(s3.part_bytes, Math.ceil(put.bytes / MOST_PARTS));
  const source = await openSource(put.file);
  try {
    const hashes = await hashParts(source, put.file, part_bytes);
    const { sha256, parts } = hashes;
    const create = {
      ...putParameters(s3, { ...put, sha256 }),
      ChecksumAlgorithm: 'SHA256' as const,
    };
    const { UploadId } = await s3.call('CreateMultipartUpload', put.key, () =>
      s3.client.send(new CreateMultipartUploadCommand(create)),
    );
    const upload = { ...s3.address(put.key), UploadId };
    try {
      const sent = await sendParts(s3, { ...put, source, part_bytes, parts, upload });
      return await complete(s3, upload, sent);
    } catch (error) {
      await abort(s3, upload);
      throw error;
    }
  } finally {
    await source.close();
  }
}

type Upload = { Bucket: string; Key: string; UploadId: string | undefined };
type Sending = LargePut & { source: FileHandle; part_bytes: number; parts: string[]; upload: Upload };

async function sendParts(s3: S3Session, sending: Sending): Promise<CompletedPart[]> {
  let failed = false;
  const sent = await Promise.allSettled(
    sending.parts.map((_, index) =>
      s3.slots.run(async () => {
        // After the first failure nothing more is sent; it is the one that is told.
        if (failed) return {};
        try {
          return await sendPart(s3, sending, index);
        } catch (error) {
          failed = true;
          throw error;
        }
      }),
    ),
  );
  return sent.map((part) => {
    if (part.status === 'rejected') throw part.reason;
    return part.value;
  });
}

async function sendPart(s3: S3Session, sending: Sending, index: number): Promise<CompletedPart> {
  const { source, file, part_bytes } = sending;
  const ChecksumSHA256 = base64OfHex(sending.parts[index] ?? '');
  const PartNumber = index + 1;
  const body = await readPart(source, file, { from: index * part_bytes, bytes: part_bytes });
  const part = {
    ...sending.upload,
    PartNumber,
    Body: body,
    ContentLength: body.length,
    ChecksumSHA256,
  };
  const { ETag } = await s3.attempt(() => s3.client.send(new UploadPartCommand(part)));
  return { PartNumber, ETag, ChecksumSHA256 };
}

async function complete(s3: S3Session, upload: Upload, parts: CompletedPart[]): Promise<PutOutcome> {
  const completion = { ...upload, MultipartUpload: { Parts: parts }, IfNoneMatch: '*' };
  const stored = await s3.attempt(() => s3.client.send(new CompleteMultipartUploadCommand(completion)));
  return {
    outcome: 'stored',
    request_id: stored.$metadata.requestId ?? null,
    version_id: stored.VersionId ?? null,
  };
}

/** Where S3 cannot be reached the upload stays, invisible, until `lake gc` finds it as abandoned. */
async function abort(s3: S3Session, upload: Upload): Promise<void> {
  const limits = { ...s3.limits, attempts: Math.min(3, s3.limits.attempts) };
  await s3.attempt(() => s3.client.send(new AbortMultipartUploadCommand(upload)), limits).catch(() => null);
}
