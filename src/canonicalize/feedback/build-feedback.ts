import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FaultyRecord, Feedback } from '../../domain/generated/feedback.js';
import type { Manifest } from '../../domain/generated/manifest.js';
import type { QuarantinedRecord } from '../../domain/generated/quarantined-record.js';
import type { Refusal } from '../../domain/generated/refusal.js';
import { keptFile } from '../../lake/kept-file.js';
import type { FoundDelivery } from '../../lake/quarantine/find-delivered.js';
import { listQuarantined } from '../../lake/quarantine/list-quarantined.js';
import { reconcileDelivery } from '../../lake/quarantine/reconcile-quarantine.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import type { Feed } from '../feed.js';
import { mask } from '../personal/mask.js';
import { personalFields } from '../personal/personal-fields.js';
import { decodeRecords } from '../replay/decode-records.js';
import type { RecordFields } from '../replay/decoded-record.js';
import { deliveryAdvice, recordAdvice } from './broker-advice.js';

type Context = Pick<CanonicalizeContext, 'store' | 'work'> & { feeds: readonly Feed[] };
type Work = { entry: Manifest; folder: string };

/**
 * What a broker must act on in one delivery: every faulty record of which faults are stored, or why it was refused.
 *
 * Key fields are given where the feed's specification is the one that the delivery was read by.
 */
export async function buildFeedback(
  context: Context,
  found: FoundDelivery<Manifest | Refusal>,
): Promise<Feedback> {
  const { entry, chain } = found;
  if (entry.kind === 'refusal') return refusedFeedback(entry);
  await mkdir(context.work, { recursive: true });
  const folder = await mkdtemp(path.join(context.work, 'feedback-'));
  try {
    const limits = { faults: Number.MAX_SAFE_INTEGER, spill: path.join(folder, 'spill') };
    const listed = await listQuarantined(context.store, { chain, delivery: entry }, limits);
    const keys = await keysOf(context, listed, { entry, folder });
    return {
      ...common(entry),
      status: 'published',
      commit_id: entry.commit_id,
      totals: entry.totals,
      controls: entry.control,
      refusals: [],
      records: listed.map((record) => faultyRecord(record, keys.get(record.byte_offset) ?? null)),
      unlisted: reconcileDelivery(chain, entry).unlisted,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function refusedFeedback(refusal: Refusal): Feedback {
  return {
    ...common(refusal),
    status: 'refused',
    commit_id: null,
    totals: refusal.totals,
    controls: [],
    refusals: refusal.faults.map(({ code, message }) => ({ code, message, ...deliveryAdvice(code) })),
    records: [],
    unlisted: 0,
  };
}

function common({
  feed,
  trade_date,
  delivery,
}: Manifest | Refusal): Pick<
  Feedback,
  'format' | 'feed' | 'file' | 'sha256' | 'bytes' | 'trade_date' | 'received_at'
> {
  const { uri, sha256, bytes, received_at_ns } = delivery;
  const received_at = instantText(BigInt(received_at_ns));
  return { format: 1, feed, file: uri, sha256, bytes, trade_date, received_at };
}

function faultyRecord(
  { id, line, byte_offset, state, faults }: QuarantinedRecord,
  key: FaultyRecord['key'],
): FaultyRecord {
  return {
    record: id,
    line,
    byte_offset,
    state,
    key,
    faults: faults.map(({ field, value, rule, code, message }) => ({
      field,
      value,
      expected: rule,
      code,
      message,
      ...recordAdvice(code),
    })),
  };
}

/** Fields of the key of those records that can be decoded, by offset. */
async function keysOf(
  { store, feeds }: Context,
  records: readonly QuarantinedRecord[],
  { entry, folder }: Work,
): Promise<Map<number, FaultyRecord['key']>> {
  const feed = feeds.find(({ spec }) => spec.feed === entry.feed);
  const keys = new Map<number, FaultyRecord['key']>();
  if (feed?.spec_sha256 !== entry.feed_spec_sha256 || records.length === 0) return keys;
  const file = await keptFile(store, { key: entry.raw_key, sha256: entry.delivery.sha256 });
  const source = { path: file, work: folder, name: entry.delivery.uri, trade_date: entry.trade_date };
  const wanted = new Map(records.map(({ byte_offset }) => [byte_offset, null]));
  for await (const { byte_offset, original } of decodeRecords(feed, source, wanted)) {
    if ('fields' in original) keys.set(byte_offset, keyOf(feed, original.fields));
  }
  return keys;
}

/** The key of the route that takes the record; of the first where none does. */
function keyOf(feed: Feed, fields: RecordFields): FaultyRecord['key'] {
  const route = feed.routes.find(({ spec: { when } }) => when?.values.includes(fields[when.field] ?? ''));
  const { key } = (route ?? feed).spec;
  const personal = personalFields(feed);
  return key.map((name) => {
    const value = fields[name] ?? null;
    return { name, value: value !== null && personal.has(name) ? mask(value) : value };
  });
}

/** An instant in UTC with all nine digits of its second. */
function instantText(instant_ns: bigint): string {
  const second = new Date(Number(instant_ns / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${second}.${String(instant_ns % 1_000_000_000n).padStart(9, '0')}Z`;
}
