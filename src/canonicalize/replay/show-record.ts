import { isUtf8 } from 'node:buffer';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../domain/generated/manifest.js';
import type { ShownRecord } from '../../domain/generated/shown-record.js';
import { sha256 } from '../../domain/sha256.js';
import { keptFile } from '../../lake/kept-file.js';
import type { FoundDelivery } from '../../lake/quarantine/find-delivered.js';
import { quarantinedRecord } from '../../lake/quarantine/list-quarantined.js';
import { QuarantineReader } from '../../lake/quarantine/quarantine-reader.js';
import { readRecordStates } from '../../lake/quarantine/record-states.js';
import { replaysOf } from '../../lake/quarantine/standing-deliveries.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import type { Feed } from '../feed.js';
import { decodeRecords } from './decode-records.js';
import type { DecodedRecord } from './decoded-record.js';
import { readAttempts } from './read-attempts.js';

/**
 * A rejected record with its bytes, its fields as the feed decodes them now, its faults and every repair of it; null
 * where the delivery has no such record in its quarantine.
 */
export async function showRecord(
  context: Pick<CanonicalizeContext, 'store' | 'work'> & { feeds: readonly Feed[] },
  { entry: delivery, chain }: FoundDelivery,
  byte_offset: number,
): Promise<ShownRecord | null> {
  await mkdir(context.work, { recursive: true });
  const work = await mkdtemp(path.join(context.work, 'show-'));
  const manifests = [delivery, ...replaysOf(chain, delivery)];
  const reader = await QuarantineReader.open(context.store, manifests, path.join(work, 'spill'));
  try {
    const state = (await readRecordStates(reader, chain, delivery)).get(byte_offset);
    if (state === undefined) return null;
    const { record, ...shown } = quarantinedRecord(
      delivery,
      state,
      await reader.rejectionsOf(delivery, byte_offset),
    );
    const decoded = await decodeOne(context, delivery, { byte_offset, work });
    const fields = decoded !== null && 'fields' in decoded.original ? decoded.original.fields : null;
    return {
      ...shown,
      raw: rawOf(decoded?.raw ?? null, record),
      fields: fields === null ? null : Object.entries(fields).map(([name, value]) => ({ name, value })),
      attempts: await readAttempts(reader, { chain, delivery, byte_offset }),
    };
  } finally {
    reader.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function decodeOne(
  { store, feeds }: { store: CanonicalizeContext['store']; feeds: readonly Feed[] },
  { feed: name, raw_key, delivery, trade_date }: Manifest,
  { byte_offset, work }: { byte_offset: number; work: string },
): Promise<DecodedRecord | null> {
  const feed = feeds.find(({ spec }) => spec.feed === name);
  if (feed === undefined) return null;
  const file = await keptFile(store, { key: raw_key, sha256: delivery.sha256 });
  const source = { path: file, work, name: delivery.uri, trade_date };
  for await (const decoded of decodeRecords(feed, source, new Map([[byte_offset, null]]))) return decoded;
  return null;
}

function rawOf(raw: Buffer | null, quoted: string): ShownRecord['raw'] {
  if (raw === null) {
    return { exact: false, bytes: Buffer.byteLength(quoted), sha256: null, text: quoted, hex: null };
  }
  const exact = { exact: true, bytes: raw.length, sha256: sha256(raw) };
  if (isUtf8(raw)) return { ...exact, text: raw.toString('utf8'), hex: null };
  return { ...exact, text: null, hex: raw.toString('hex') };
}
