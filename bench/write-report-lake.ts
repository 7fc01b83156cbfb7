import { loadFeedCatalogue } from '../src/canonicalize/load-feed-catalogue.js';
import type { Alert } from '../src/domain/generated/alert.js';
import type { Evidence } from '../src/domain/generated/evidence.js';
import type { Manifest } from '../src/domain/generated/manifest.js';
import type { PatternSpec } from '../src/domain/generated/pattern.js';
import type { Run } from '../src/domain/generated/run.js';
import { sha256 } from '../src/domain/sha256.js';
import { entryBytes, entryKey } from '../src/lake/chain-entry.js';
import { recordRun, resultKey } from '../src/lake/run-records.js';
import { openLocalStore } from '../src/store/local-store.js';
import { loadPatternCatalogue } from '../src/surveillance/load-pattern-catalogue.js';
import { highestSeverity } from '../src/surveillance/order-alerts.js';
import { scoringSha256 } from '../src/surveillance/score-alert.js';

const DAY = '2026-11-20';
const EVENTS = 10_000_000;
const EVIDENCE = 20;
const OPEN_NS = 1_795_185_000_000_000_000n;

/** Writes what a report reads of a day: a delivery of every feed, a run of every pattern, alerts, and twenty evidence rows of each. Half the alerts are of one pattern. */
export async function writeReportLake(
  folder: string,
  count: number,
): Promise<{ events: number; alerts: number; evidence: number }> {
  const store = openLocalStore(folder);
  const { feeds } = await loadFeedCatalogue('feeds');
  const { patterns } = await loadPatternCatalogue('patterns');
  const manifests = feeds.map(({ spec }) => manifestOf(spec.feed, Math.floor(EVENTS / feeds.length)));
  for (const manifest of manifests)
    await store.putIfAbsent(entryKey(manifest.feed, 1), { bytes: entryBytes(manifest) });
  const specs = patterns.map(({ spec }) => spec);
  const alerts = Array.from({ length: count }, (_, index) => {
    const own = index % 2 === 0 ? specs[0] : specs[1 + (((index - 1) / 2) % (specs.length - 1))];
    return alertOf(own as PatternSpec, index);
  });
  const evidence = alerts.flatMap(({ alert_id }) =>
    Array.from(
      { length: EVIDENCE },
      (_, index): Evidence => ({
        ...{ alert_id, dataset: 'order_events', event_id: `${alert_id.slice(0, 20)}-${index}` },
        ...{ role: index % 3 === 0 ? 'fill' : 'layer', event_ts_ns: String(OPEN_NS + BigInt(index)) },
      }),
    ),
  );
  await recordRun(store, runOf(manifests, specs, alerts), { alerts, evidence });
  return { events: EVENTS, alerts: alerts.length, evidence: evidence.length };
}

function alertOf(spec: PatternSpec, index: number): Alert {
  const severity = index % 10 === 0 ? 'high' : index % 3 === 0 ? 'medium' : 'low';
  const score = severity === 'high' ? 80 : severity === 'medium' ? 50 : 20;
  const first = OPEN_NS + BigInt(index) * 1_000_000_007n;
  return {
    ...{ alert_id: sha256(`alert ${index}`), pattern_id: spec.id, pattern_version: spec.version },
    ...{
      settings_sha256: sha256(spec.id),
      trade_date: DAY,
      severity,
      score,
      score_start: score,
      score_parts: [],
    },
    subject: Object.fromEntries(spec.subject.map((name) => [name, `${name}-${index % 997}`])),
    ...{ first_ts_ns: String(first), last_ts_ns: String(first + 2_250_000_000n) },
    measures: Object.fromEntries(Object.keys(spec.measures).map((name) => [name, String(1000 + index)])),
    evidence_count: EVIDENCE,
  };
}

function runOf(manifests: readonly Manifest[], specs: readonly PatternSpec[], alerts: readonly Alert[]): Run {
  const run_id = sha256(`run ${alerts.length}`);
  return {
    ...{ format: 1, run_id, trade_date: DAY, tapewarden_version: 'bench', missing_feeds: [] },
    deliveries: manifests.map(({ delivery, feed, dataset, commit_id, totals }) => ({
      ...{
        file: delivery.uri,
        feed,
        dataset,
        sha256: delivery.sha256,
        status: 'published',
        commit_id,
        totals,
      },
      refusals: [],
    })),
    inputs: manifests.flatMap(({ feed, files }) =>
      files.map(({ dataset, key, sha256: hash, bytes, rows }) => ({
        dataset,
        feed,
        key,
        sha256: hash,
        bytes,
        rows,
      })),
    ),
    patterns: specs.map((spec) => {
      const own = alerts.filter(({ pattern_id }) => pattern_id === spec.id);
      return {
        ...{ pattern_id: spec.id, version: spec.version, title: spec.title, severity: highestSeverity(own) },
        settings: Object.fromEntries(
          Object.entries(spec.settings).map(([name, { default: value }]) => [name, value]),
        ),
        ...{
          settings_sha256: sha256(spec.id),
          sql_sha256: sha256('sql'),
          scoring_sha256: scoringSha256(spec),
        },
        ...{ plan_id: sha256(`plan ${spec.id}`), outcome: own.length > 0 ? 'alerts' : 'clear', reason: null },
        ...{ alerts: own.length, events_seen: EVENTS, instruments_seen: 8000 },
        canary: { state: 'found', alerts: 1, sha256: sha256('canary') },
      };
    }),
    ...{ alerts_key: resultKey(DAY, run_id, 'alerts'), evidence_key: resultKey(DAY, run_id, 'evidence') },
  };
}

function manifestOf(feed: string, rows: number): Manifest {
  const hash = sha256(feed);
  const counted = { read: rows, accepted: rows, rejected: 0, duplicates: 0 };
  return {
    ...{ format: 2, kind: 'delivery', write_id: hash, sequence: 1, previous_sha256: null, feed },
    ...{
      committed_at_ns: '1',
      commit_id: hash,
      feed_version: 1,
      feed_spec_sha256: hash,
      schema_sha256: hash,
    },
    ...{ canonicalizer: 2, trade_date: DAY, raw_key: `raw/${hash.slice(0, 2)}/${hash}` },
    delivery: {
      uri: `${feed}-20261120.gz`,
      sha256: hash,
      bytes: rows * 100,
      received_at_ns: '1',
      feed,
      trade_date: DAY,
    },
    totals: { ...counted, ignored: 0, control_lines: 2, bytes: rows * 300 },
    ...{ control: [], notices: [], supersedes: [], restates: null, repair: null, quarantine: null },
    files: [
      {
        ...{
          key: `data/order_events/trade_date=${DAY}/feed=${feed}/rows.parquet`,
          sha256: hash,
          bytes: rows * 40,
        },
        ...{ rows, dataset: 'order_events', trade_date: DAY },
      },
    ],
    dataset: 'order_events',
  };
}
