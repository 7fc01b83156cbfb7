import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import type { FeedSpec } from '../../src/domain/generated/feed-spec.js';
import type { Run } from '../../src/domain/generated/run.js';
import type { ConfiguredPattern } from '../../src/jobs/plan-jobs.js';
import { runDay } from '../../src/jobs/run-day.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { resolveSettings } from '../../src/surveillance/resolve-settings.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';

const { feeds: all } = await loadFeedCatalogue('feeds');
const feeds = all.filter(({ spec }) => ['acme-orders', 'firm-accounts'].includes(spec.feed));
const { patterns } = await loadPatternCatalogue();
const washTrade: ConfiguredPattern[] = patterns
  .filter(({ spec }) => spec.id === 'wash-trade')
  .flatMap((pattern) => {
    const settings = resolveSettings(pattern.spec.settings, {}, { file: 'none' });
    return Array.isArray(settings) ? [] : [{ pattern, settings }];
  });

const NS_PER_HOUR = 3_600_000_000_000n;
/** 18:30 in New York, when acme-orders is due; firm-accounts is due at 17:00. */
const deadline = BigInt(Date.parse('2026-11-20T23:30:00Z')) * 1_000_000n;

const simulated = mkdtempSync(path.join(tmpdir(), 'tapewarden-ledger-'));
beforeAll(() => simulateDay({ events: 400, seed: 3, trade_date: '2026-11-20', out: simulated }));
afterAll(() => rmSync(simulated, { recursive: true, force: true }));

type Changes = {
  arrives?: Partial<FeedSpec['arrives']>;
  now_ns?: bigint;
  without?: string;
  trade_date?: string;
  /** Last day of the pattern's rule. */
  in_force_to?: string;
};

/** A run of the wash-trade pattern in a lake of its own, with changes to what acme-orders owes or delivers. */
async function runWith({
  arrives = {},
  now_ns = deadline + NS_PER_HOUR,
  without = 'none',
  trade_date = '2026-11-20',
  in_force_to,
}: Changes): Promise<Run> {
  const folder = await temporaryFolder();
  const raw = path.join(folder, 'raw');
  mkdirSync(raw);
  for (const name of readdirSync(path.join(simulated, 'deliveries'))) {
    const delivered = feeds.some(({ spec }) => name.startsWith(spec.feed) && spec.feed !== without);
    if (delivered && trade_date === '2026-11-20')
      copyFileSync(path.join(simulated, 'deliveries', name), path.join(raw, name));
  }
  const changed = feeds.map((feed): Feed => {
    if (feed.spec.feed !== 'acme-orders') return feed;
    return { ...feed, spec: { ...feed.spec, arrives: { ...feed.spec.arrives, ...arrives } } };
  });
  const context = {
    store: openLocalStore(path.join(folder, 'lake')),
    work: path.join(folder, 'work'),
    now_ns: () => now_ns,
    new_write_id: () => 'write',
    feeds: changed,
    patterns: in_force_to === undefined ? washTrade : washTrade.map(until(in_force_to)),
    version: '0',
    onDelivery: () => undefined,
    onPattern: () => undefined,
  };
  return (await runDay(context, { trade_date, raw })).run;
}

function until(to: string): (configured: ConfiguredPattern) => ConfiguredPattern {
  return ({ pattern, settings }) => ({
    pattern: { ...pattern, spec: { ...pattern.spec, effective: { to } } },
    settings,
  });
}

function outcomeOf({ patterns: outcomes }: Run): [string | undefined, string | null | undefined] {
  return [outcomes[0]?.outcome, outcomes[0]?.reason];
}

describe('a pattern is clear only where the ledger calls what it reads complete', () => {
  test('complete in time, and complete though late', async () => {
    expect(outcomeOf(await runWith({ now_ns: deadline }))).toEqual(['clear', null]);
    expect(outcomeOf(await runWith({ now_ns: deadline + 1n }))).toEqual(['clear', null]);
  });

  test('a file that is too short', async () => {
    expect(outcomeOf(await runWith({ arrives: { min_records: 102 } }))).toEqual([
      'inconclusive',
      'incomplete: acme-orders: too few records in acme-orders-20261120.psv.gz',
    ]);
    expect(outcomeOf(await runWith({ arrives: { min_records: 101 } }))).toEqual(['clear', null]);
  });

  test('a feed that is missing, or not due yet', async () => {
    const missing = await runWith({ without: 'acme-orders' });
    expect(missing.missing_feeds).toEqual(['acme-orders']);
    expect(missing.completeness).toEqual([
      { dataset: 'accounts', verdict: 'complete', reasons: [] },
      { dataset: 'order_events', verdict: 'incomplete', reasons: ['acme-orders: nothing delivered'] },
    ]);
    expect(outcomeOf(missing)).toEqual([
      'inconclusive',
      'no data for order_events on 2026-11-20; incomplete: acme-orders: nothing delivered',
    ]);
    const early = await runWith({ without: 'acme-orders', now_ns: deadline });
    expect(early.missing_feeds).toEqual(['acme-orders']);
    expect(outcomeOf(early)[1]).toBe(
      'no data for order_events on 2026-11-20; incomplete: acme-orders: nothing delivered yet',
    );
    expect(early.run_id).not.toBe(missing.run_id);
  });

  test('files that are still to come', async () => {
    expect(outcomeOf(await runWith({ arrives: { files: 2 }, now_ns: deadline }))).toEqual([
      'inconclusive',
      'incomplete: acme-orders: 1 of 2 files delivered yet',
    ]);
  });

  test('a day without a session', async () => {
    const holiday = await runWith({ trade_date: '2026-11-26' });
    expect(outcomeOf(holiday)).toEqual([
      'inconclusive',
      'no data for order_events, accounts on 2026-11-26; no session on 2026-11-26 (Thanksgiving Day)',
    ]);
    expect(holiday.missing_feeds).toEqual([]);
  });
});

test('a rule that is not in force says so whatever was delivered, and makes another run of the day', async () => {
  const reason =
    'FINRA 6140(b), FINRA 5210.02, SEA 9(a)(1) is not in force on 2026-11-20, only until 2026-11-19';
  const outside = await runWith({ in_force_to: '2026-11-19', without: 'acme-orders' });
  expect(outcomeOf(outside)).toEqual(['not_in_force', reason]);
  const repealed = await runWith({ in_force_to: '2026-11-19' });
  const kept = await runWith({ in_force_to: '2026-11-20' });
  expect(outcomeOf(kept)).toEqual(['clear', null]);
  expect(repealed.run_id).not.toBe(kept.run_id);
  expect((await runWith({})).run_id).toBe(kept.run_id);
});

test('a run holds no clock: the hour after the deadline does not change it', async () => {
  const one = await runWith({ without: 'acme-orders', now_ns: deadline + 1n });
  const other = await runWith({ without: 'acme-orders', now_ns: deadline + NS_PER_HOUR });
  expect(one).toEqual(other);
});

test('a dataset that came empty is there and says nothing; one of which nothing came leaves its pattern inconclusive', async () => {
  const restricted = patterns.filter(({ spec }) => spec.id === 'restricted-list');
  const configured = restricted.flatMap((pattern) => {
    const settings = resolveSettings(pattern.spec.settings, {}, { file: 'none' });
    return Array.isArray(settings) ? [] : [{ pattern, settings }];
  });
  const list = all.filter(({ spec }) => spec.feed === 'firm-restricted-list');
  const outcomes: [string | undefined, string | null | undefined][] = [];
  for (const empty of [true, false]) {
    const folder = await temporaryFolder();
    const raw = path.join(folder, 'raw');
    mkdirSync(raw);
    for (const name of readdirSync(path.join(simulated, 'deliveries'))) {
      const from = path.join(simulated, 'deliveries', name);
      if (name.startsWith('acme-orders') || name.startsWith('firm-accounts'))
        copyFileSync(from, path.join(raw, name));
      if (name.startsWith('restricted-list') && empty)
        writeFileSync(
          path.join(raw, name),
          `${readFileSync(from, 'utf8').split('\n')[0]}\n# 20261120 0 entries`,
        );
    }
    const { run } = await runDay(
      {
        store: openLocalStore(path.join(folder, 'lake')),
        work: path.join(folder, 'work'),
        now_ns: () => deadline - NS_PER_HOUR,
        new_write_id: () => 'write',
        feeds: [...feeds, ...list],
        patterns: configured,
        version: '0',
        onDelivery: () => undefined,
        onPattern: () => undefined,
      },
      { trade_date: '2026-11-20', raw },
    );
    outcomes.push(outcomeOf(run));
  }
  expect(outcomes).toEqual([
    ['clear', null],
    [
      'inconclusive',
      'no data for restricted_list on 2026-11-20; incomplete: firm-restricted-list: nothing delivered',
    ],
  ]);
});
