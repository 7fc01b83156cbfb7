import path from 'node:path';
import type { TrailCopyHead } from '../domain/generated/trail-copy.js';
import type { TrailSettings } from '../domain/generated/trail-verification.js';
import type { TrailPlace } from '../security/cloudtrail/digest-key.js';
import type { TrailSource } from '../security/cloudtrail/trail-source.js';
import { EXIT } from './exit-codes.js';
import { CONFIG_FILE } from './load-config.js';
import type { Project } from './project.js';
import type { ProjectContext } from './project-context.js';
import { Refusal } from './refusal.js';
import { retryMeans } from './retry-means.js';

/** Which trail is meant, where not the project's own: by its ARN, where it lies, or a copy of it. */
export type TrailFlags = {
  readonly trail?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly copy?: string;
  readonly keys?: string;
};

/** A trail that can be read, where it begins, and what is known of it. */
export type OpenedTrail = {
  source: TrailSource;
  place: TrailPlace;
  /** Name of the trail where one is named; else all that lie there. */
  name: string | undefined;
  settings: TrailSettings | null;
  /** Now, or when a copy was saved: later digests cannot be in it. */
  now_ms: number;
  /** What a saved copy is a copy of; null of others. */
  saved: TrailCopyHead | null;
};

/** Opens the trail that flags or the project name. Refuses where none is named, or more than one. */
export async function openTrail(
  context: ProjectContext,
  { trail: configured }: Project,
  flags: TrailFlags,
): Promise<OpenedTrail> {
  const named = [flags.trail, flags.bucket, flags.copy].filter((flag) => flag !== undefined);
  if (named.length > 1) throw unclear('one of --trail, --bucket and --copy, not several');
  if (flags.keys !== undefined && flags.copy === undefined) throw unclear('--keys only with --copy');
  if (flags.prefix !== undefined && flags.bucket === undefined) throw unclear('--prefix only with --bucket');
  const now_ms = Number(context.now_ns() / 1_000_000n);
  if (flags.copy !== undefined) return openCopy(context, flags.copy, { keys: flags.keys, now_ms });
  const arn = flags.trail ?? (flags.bucket === undefined ? configured.arn : undefined);
  if (arn === undefined && flags.bucket === undefined) {
    throw new Refusal(EXIT.usage, [
      `there is no trail to read, expected --trail with its ARN, --bucket or --copy, or "trail: {arn: ...}" in ${CONFIG_FILE} [trail-missing]`,
    ]);
  }
  if (arn !== undefined && !arn.startsWith('arn:')) {
    throw unclear('an ARN after --trail; a folder with a copy is named by --copy');
  }
  return openOnline(configured, { arn, bucket: flags.bucket, prefix: flags.prefix, now_ms });
}

function unclear(expected: string): Refusal {
  return new Refusal(EXIT.usage, [
    `it is not clear which trail is meant, expected ${expected} [trail-unclear]`,
  ]);
}

async function openCopy(
  { cwd }: ProjectContext,
  folder: string,
  { keys, now_ms }: { keys: string | undefined; now_ms: number },
): Promise<OpenedTrail> {
  const { openSavedCopy } = await import('../security/cloudtrail/open-saved-copy.js');
  const place = path.resolve(cwd, folder);
  const saved = await openSavedCopy(place, keys === undefined ? undefined : path.resolve(cwd, keys));
  if (saved !== null) {
    const { source, head } = saved;
    const { bucket, prefix, saved_at, name, settings } = head;
    const opened = { source, place: { bucket, prefix }, name: name ?? undefined, now_ms: saved_at };
    return { ...opened, settings: settings as TrailSettings | null, saved: head };
  }
  if (keys === undefined) {
    throw unclear(
      `--keys with --copy ${folder}, which tapewarden audit verify --save did not make: a trail is verified before it is read`,
    );
  }
  const { openSyncedCopy } = await import('../security/cloudtrail/open-synced-copy.js');
  const copy = await openSyncedCopy(place, path.resolve(cwd, keys));
  return { ...copy, name: undefined, settings: null, now_ms, saved: null };
}

async function openOnline(
  { region, endpoint, cloudtrail_endpoint, force_path_style }: Project['trail'],
  named: { arn: string | undefined; bucket: string | undefined; prefix: string | undefined; now_ms: number },
): Promise<OpenedTrail> {
  // The version is pinned and reads on Node 20; its notice about later ones says nothing to whoever audits.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { openBucketReader } = await import('../store/open-bucket-reader.js');
  const { openTrailRegistry } = await import('../security/cloudtrail/open-trail-registry.js');
  const { s3TrailSource } = await import('../security/cloudtrail/s3-trail-source.js');
  const registry = openTrailRegistry({ endpoint: cloudtrail_endpoint }, retryMeans);
  const reader = await openBucketReader({ region, endpoint, force_path_style }, retryMeans);
  const source = s3TrailSource(reader, registry);
  const { arn, bucket = '', prefix = '', now_ms } = named;
  const alone = { source, now_ms, saved: null };
  if (arn !== undefined) return { ...alone, ...(await registry.trail(arn)) };
  return { ...alone, place: { bucket, prefix: prefix.replace(/\/$/, '') }, name: undefined, settings: null };
}
