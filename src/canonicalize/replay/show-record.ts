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
import { mask } from '../personal/mask.js';
import { maskedRecord } from '../personal/masked-records.js';
import { personalFields } from '../personal/personal-fields.js';
import { decodeRecords } from './decode-records.js';
import type { DecodedRecord, RecordFields } from './decoded-record.js';
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
    const feed = context.feeds.find(({ spec }) => spec.feed === delivery.feed);
    const personal = new Set([
      ...(delivery.personal?.fields ?? []),
      ...(feed === undefined ? [] : personalFields(feed)),
    ]);
    const decoded =
      feed === undefined ? null : await decodeOne(context.store, feed, { delivery, byte_offset, work });
    const fields = decoded !== null && 'fields' in decoded.original ? decoded.original.fields : null;
    return {
      ...shown,
      raw: rawOf(decoded, { quoted: record, personal }),
      fields: fields === null ? null : shownFields(fields, personal),
      attempts: await readAttempts(reader, { chain, delivery, byte_offset, personal }),
    };
  } finally {
    reader.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function decodeOne(
  store: CanonicalizeContext['store'],
  feed: Feed,
  of: { delivery: Manifest; byte_offset: number; work: string },
): Promise<DecodedRecord | null> {
  const { byte_offset, work } = of;
  const { raw_key, delivery, trade_date } = of.delivery;
  const file = await keptFile(store, { key: raw_key, sha256: delivery.sha256 });
  const source = { path: file, work, name: delivery.uri, trade_date };
  for await (const decoded of decodeRecords(feed, source, new Map([[byte_offset, null]]))) return decoded;
  return null;
}

function shownFields(fields: RecordFields, personal: ReadonlySet<string>): ShownRecord['fields'] {
  return Object.entries(fields).map(([name, value]) => ({
    name,
    value: value !== null && personal.has(name) ? mask(value) : value,
  }));
}

/** Of a record with personal fields the bytes are never shown, though their hash is: a repair may name it. */
function rawOf(
  decoded: DecodedRecord | null,
  { quoted, personal }: { quoted: string; personal: ReadonlySet<string> },
): ShownRecord['raw'] {
  const raw = decoded?.raw ?? null;
  if (raw === null) {
    return { exact: false, bytes: Buffer.byteLength(quoted), sha256: null, text: quoted, hex: null };
  }
  if (personal.size > 0) {
    const text = maskedRecord(decoded, personal);
    return { exact: false, bytes: raw.length, sha256: sha256(raw), text, hex: null };
  }
  const exact = { exact: true, bytes: raw.length, sha256: sha256(raw) };
  if (isUtf8(raw)) return { ...exact, text: raw.toString('utf8'), hex: null };
  return { ...exact, text: null, hex: raw.toString('hex') };
}
