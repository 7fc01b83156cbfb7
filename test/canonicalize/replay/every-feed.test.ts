import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { personalFields } from '../../../src/canonicalize/personal/personal-fields.js';
import { showRecord } from '../../../src/canonicalize/replay/show-record.js';
import type { ShownRecord } from '../../../src/domain/generated/shown-record.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { sha256 } from '../../../src/domain/sha256.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { reconcileQuarantine } from '../../../src/lake/quarantine/reconcile-quarantine.js';
import { shippedFeed } from '../support/feeds.js';
import { deliver, openTestLake, published } from '../support/lake.js';
import { quarantined } from '../support/read-parquet.js';
import { allRecordIds, contextOf, repairAndReplay, replayed, statesOf } from './support/repairs.js';

const folder = path.join(packageRoot(), 'test', 'cases', 'canonicalize');
const cases = readdirSync(folder).filter((name) => name.endsWith('-mixed'));

/** Codes and fields of the faults of records that can be patched; what stands is told in other words by a replay. */
function reasons(rows: readonly Record<string, unknown>[], offsets: ReadonlySet<string>): string[] {
  return rows
    .filter((row) => offsets.has(String(row['byte_offset'])))
    .map((row) =>
      [row['byte_offset'], row['line'], row['field'], row['value'], row['code']].map(String).join(' '),
    )
    .sort();
}

test.each(cases)(
  '%s: records are found again byte for byte, and fail a replay as they failed before',
  async (name) => {
    const { feed: feedName, trade_date } = parse(
      readFileSync(path.join(folder, name, 'case.yaml'), 'utf8'),
    ) as {
      feed: string;
      trade_date: string;
    };
    const feed = shippedFeed(feedName);
    const input = readFileSync(path.join(folder, name, 'input'));
    const lake = await openTestLake();
    const bytes = feed.spec.format.compression === 'gzip' ? gzipSync(input) : input;
    const delivery = published(await deliver(lake, feed, { name: 'input', bytes, trade_date }));
    const chain = await readManifestChain(lake.store, feedName);
    const context = { ...contextOf(lake), feeds: [feed] };
    const shown: ShownRecord[] = [];
    for (const [, id] of await allRecordIds(lake, delivery)) {
      const record = await showRecord(context, { entry: delivery, chain }, Number(id.split(':')[1]));
      if (record === null) throw new Error(`${id} is not shown`);
      shown.push(record);
    }
    expect(shown).toHaveLength(delivery.totals.rejected);
    const is_text = feed.spec.format.type !== 'parquet';
    // A row of Parquet has no bytes of its own: it is shown as JSON, and says that these are not its bytes.
    // One with personal data is shown as fields, and says so too.
    const exact = is_text && personalFields(feed).size === 0;
    expect(shown.every(({ raw }) => raw.exact === exact)).toBe(true);
    for (const { raw, byte_offset, line, faults } of is_text ? shown : []) {
      if (faults.some(({ code }) => code === 'record-too-long')) continue;
      const there = input.subarray(byte_offset, byte_offset + raw.bytes);
      expect(raw.sha256).toBe(sha256(there));
      expect(input.subarray(0, byte_offset).filter((byte) => byte === 10)).toHaveLength(line - 1);
    }
    const decodable = shown.filter(({ fields }) => fields !== null);
    if (decodable.length === 0) return;
    const replay = replayed(
      await repairAndReplay(
        lake,
        feed,
        decodable.map(({ id, raw, fields }) => {
          const base =
            raw.sha256 === null
              ? { was: Object.fromEntries((fields ?? []).map(({ name: field, value }) => [field, value])) }
              : { raw_sha256: raw.sha256 };
          return { record: id, ...base, patch: {} };
        }),
      ),
    );
    expect(replay.totals).toMatchObject({ read: decodable.length, accepted: 0, rejected: decodable.length });
    const offsets = new Set(decodable.map(({ byte_offset }) => String(byte_offset)));
    expect(reasons(await quarantined(lake, replay), offsets)).toEqual(
      reasons(await quarantined(lake, delivery), offsets),
    );
    const states = [...(await statesOf(lake, delivery)).values()];
    expect(states.every(({ state }) => state === 'open')).toBe(true);
    expect(reconcileQuarantine(await readManifestChain(lake.store, feedName))).toMatchObject({
      open: delivery.totals.rejected,
      repaired: 0,
      unlisted: 0,
    });
  },
);
