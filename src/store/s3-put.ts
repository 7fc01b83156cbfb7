import { readFile, stat } from 'node:fs/promises';
import { type HeadObjectCommandOutput, PutObjectCommand } from '@aws-sdk/client-s3';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectSource, PutOutcome } from './object-store.js';
import { jitter, TriedInVain } from './retry-with-jitter.js';
import { isCrossed, s3ErrorFacts } from './s3-error-facts.js';
import { putInParts } from './s3-multipart.js';
import { base64OfHex, type Put, putParameters, TOKEN_METADATA } from './s3-put-parameters.js';
import { headObject } from './s3-read.js';
import type { S3Session } from './s3-session.js';

/** Tries of a put that crossed another one or whose upload is gone. */
const ROUNDS = 8;
/** How hard it is asked what became of a put that has failed already. */
const READ_BACK = { attempts: 3, first_wait_ms: 50, longest_wait_ms: 1000, deadline_ms: 10_000 };

/**
 * Stores an object unless the key is taken, by one conditional call that carries a token of this put alone.
 *
 * A reply that was lost, or that says "taken" after an earlier try may have succeeded, is resolved by reading back whose
 * token stands under the key. Memory holds at most a part per slot. Throws `OperationalFailure`.
 */
export async function putIfAbsent(s3: S3Session, key: string, source: ObjectSource): Promise<PutOutcome> {
  s3.address(key);
  await s3.beforeWriting();
  const token = s3.means.new_token();
  const bytes = 'bytes' in source ? source.bytes.length : await bytesOfFile(source.file);
  if ('file' in source && bytes > s3.part_bytes) {
    // A re-run finds its large objects without sending them again.
    const standing = await headObject(s3, key);
    if (standing !== null) return foundOutcome(standing, token);
    return settled(s3, { key, token }, () => putInParts(s3, { key, token, file: source.file, bytes }));
  }
  return s3.slots.run(async () => {
    const body = 'bytes' in source ? source.bytes : await readSource(source.file);
    const put = { key, token, sha256: sha256(body) };
    return settled(s3, put, () => putWhole(s3, put, body));
  });
}

async function putWhole(s3: S3Session, put: Put, body: Uint8Array): Promise<PutOutcome> {
  const parameters = {
    ...putParameters(s3, put),
    Body: body,
    ContentLength: body.length,
    ChecksumSHA256: base64OfHex(put.sha256),
    IfNoneMatch: '*',
  };
  const stored = await s3.attempt(() => s3.client.send(new PutObjectCommand(parameters)));
  return {
    outcome: 'stored',
    request_id: stored.$metadata.requestId ?? null,
    version_id: stored.VersionId ?? null,
  };
}

type Upload = () => Promise<PutOutcome>;
type Tokened = { key: string; token: string };

/** The outcome of an upload, whatever its last reply was; uploads again where it crossed another. */
async function settled(s3: S3Session, put: Tokened, upload: Upload): Promise<PutOutcome> {
  const started_ms = s3.means.now_ms();
  for (let round = 1; ; round += 1) {
    const outcome = await uploadOnce(s3, put, upload);
    if (!(outcome instanceof TriedInVain)) return outcome;
    if (round === ROUNDS) {
      const tries = { attempts: round, elapsed_ms: s3.means.now_ms() - started_ms, outcome_unknown: false };
      throw s3.failure(new TriedInVain(outcome.cause, tries), 'PutObject', put.key);
    }
    await s3.means.sleep(jitter(round, s3.limits, s3.means));
  }
}

/** What became of an upload; what was tried in vain where it may be tried again from its beginning. */
async function uploadOnce(s3: S3Session, put: Tokened, upload: Upload): Promise<PutOutcome | TriedInVain> {
  try {
    return await upload();
  } catch (error) {
    if (!(error instanceof TriedInVain)) throw error;
    const standing = await standingPut(s3, put, error);
    if (standing !== null) return standing;
    if (isCrossed(s3ErrorFacts(error.cause))) return error;
    throw s3.failure(error, 'PutObject', put.key);
  }
}

/** What stands under the key after a try in vain: our own put, another's, or null where nothing stands or nobody knows. */
async function standingPut(s3: S3Session, put: Tokened, error: TriedInVain): Promise<PutOutcome | null> {
  if (!(isCrossed(s3ErrorFacts(error.cause)) || error.outcome_unknown)) return null;
  try {
    const standing = await headObject(s3, put.key, READ_BACK);
    return standing === null ? null : foundOutcome(standing, put.token);
  } catch (unread) {
    // Who cannot be asked about a condition must not be guessed; a failure before it is the better thing to tell.
    if (isCrossed(s3ErrorFacts(error.cause))) throw unread;
    return null;
  }
}

/** What became of a put, by the token of what stands under its key. */
function foundOutcome({ Metadata, VersionId }: HeadObjectCommandOutput, token: string): PutOutcome {
  const outcome = Metadata?.[TOKEN_METADATA] === token ? 'stored' : 'taken';
  return { outcome, request_id: null, version_id: VersionId ?? null };
}

async function bytesOfFile(file: string): Promise<number> {
  return (await orUnreadable(file, stat(file))).size;
}

function readSource(file: string): Promise<Uint8Array> {
  return orUnreadable(file, readFile(file));
}

async function orUnreadable<Result>(file: string, reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (cause) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(cause) }, { cause });
  }
}
