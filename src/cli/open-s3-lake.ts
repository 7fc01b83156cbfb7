import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectRemover, ObjectStore } from '../store/object-store.js';
import { openS3Store } from '../store/s3-store.js';
import type { S3Lake } from './s3-lake.js';

/** The store of a lake in S3, with the clock and the chance of this machine. */
export function openS3Lake(lake: S3Lake, work: string): Promise<ObjectStore & ObjectRemover> {
  // The version is pinned and reads on Node 20; its notice about later ones says nothing to whoever runs a day.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { part_mib, ...settings } = lake;
  return openS3Store(
    {
      ...settings,
      cache: path.join(work, 'cache'),
      part_bytes: part_mib === undefined ? undefined : part_mib * 2 ** 20,
    },
    {
      now_ms: () => performance.now(),
      sleep: async (ms) => void (await sleep(ms)),
      random: Math.random,
      new_token: randomUUID,
    },
  );
}
