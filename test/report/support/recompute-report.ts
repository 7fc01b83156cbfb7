/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call -- documents are read without the types of the code under test */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Raw, RawLake } from './raw-lake.js';

const DAY_MS = 86_400_000;
const RECORDS = ['read', 'accepted', 'rejected', 'duplicates'];

const sum = (items: readonly Raw[], of: (item: Raw) => number): number =>
  items.reduce((total: number, item: Raw) => total + of(item), 0);

/** Every feed.yaml of the repository. */
export function feedSpecs(): Raw[] {
  return readdirSync('feeds')
    .map((name) => path.join('feeds', name, 'feed.yaml'))
    .filter((file) => existsSync(file))
    .map((file) => parse(readFileSync(file, 'utf8')) as Raw);
}

/** Files of a feed on a date as their newest entries say; one refused after another stands counts as refused. */
function arrivalsOf(chain: readonly Raw[], trade_date: string): Raw[] {
  const files = new Map<string, Raw>();
  for (const entry of chain.filter((one) => one.trade_date === trade_date)) {
    if (!['delivery', 'refusal'].includes(entry.kind)) continue;
    const before = files.get(entry.delivery.sha256);
    const received = before?.received ?? BigInt(entry.delivery.received_at_ns);
    files.set(entry.delivery.sha256, { ...entry, received, first: before?.first ?? entry.sequence });
  }
  return [...files.values()];
}

const latest = (instants: readonly bigint[]): string | null =>
  String(instants.toSorted((one, other) => (one < other ? 1 : -1))[0] ?? '') || null;

function arrival(spec: Raw, chain: readonly Raw[], trade_date: string): Raw {
  const files = arrivalsOf(chain, trade_date);
  const daily = (spec.arrives.due ?? 'daily') === 'daily';
  const [hour, minute] = String(spec.arrives.by).split(':').map(Number);
  // New York is five hours behind UTC on every date of the test.
  const due =
    BigInt(Date.parse(`${trade_date}T00:00:00Z`) + ((hour ?? 0) * 60 + (minute ?? 0) + 300) * 60_000) *
    1_000_000n;
  const published = files.filter(({ kind }) => kind === 'delivery');
  const refused = files.filter(({ kind }) => kind === 'refusal');
  const settled = (one: Raw): boolean => published.some(({ first }) => first > one.first);
  const gap = (daily && files.length === 0) || refused.some((one) => !settled(one));
  return {
    feed: spec.feed,
    daily,
    missing: daily && files.length === 0,
    verdict: gap ? 'incomplete' : files.length > 0 ? 'complete' : 'nothing_due',
    files: { received: published.length, replaced: 0, refused: refused.length, duplicate: 0 },
    late_files: daily ? published.filter(({ received }) => received > due).length : 0,
    deliveries: files.map(({ delivery, received, totals }) => ({
      sha256: delivery.sha256,
      received_at_ns: String(received),
      late_by_ns: daily && received > due ? String(received - due) : null,
      ...{ read: totals?.read ?? null, rejected: totals?.rejected ?? null },
    })),
    received_at_ns: latest(published.map(({ received }) => received)),
    late_by_ns: daily
      ? latest(published.map(({ received }) => received - due).filter((late) => late > 0n))
      : null,
    controls_checked: sum(published, ({ control }) => control.length),
    control_breaks: refused.filter(({ faults }) =>
      faults.some((fault: Raw) => fault.code.startsWith('control-')),
    ).length,
  };
}

function arrivalTotals(arrivals: readonly Raw[]): Raw {
  const having = (verdict: string): number => arrivals.filter((one) => one.verdict === verdict).length;
  return {
    feeds: arrivals.length,
    due: arrivals.filter(({ daily }) => daily).length,
    ...{ complete: having('complete'), incomplete: having('incomplete'), nothing_due: having('nothing_due') },
    ...{ not_due_yet: 0, no_session: 0 },
    missing: arrivals.filter(({ missing }) => missing).length,
    late: arrivals.filter(({ late_files }) => late_files > 0).length,
    files: {
      received: sum(arrivals, ({ files }) => files.received),
      replaced: 0,
      refused: sum(arrivals, ({ files }) => files.refused),
      duplicate: 0,
    },
    late_files: sum(arrivals, ({ late_files }) => late_files),
    controls_checked: sum(arrivals, ({ controls_checked }) => controls_checked),
    control_breaks: sum(arrivals, ({ control_breaks }) => control_breaks),
  };
}

function accountingLine(feed: string, deliveries: readonly Raw[]): Raw {
  const published = deliveries.filter(({ status }) => status !== 'refused');
  return {
    feed,
    deliveries: published.length,
    refused: deliveries.length - published.length,
    ...Object.fromEntries(RECORDS.map((name) => [name, sum(published, ({ entry }) => entry.totals[name])])),
  };
}

async function rejectionsOf(lake: RawLake, manifests: readonly Raw[]): Promise<Raw> {
  const faults: Raw[] = [];
  for (const { feed, quarantine } of manifests) {
    if (quarantine === null) continue;
    const rows = await lake.rows(quarantine.key);
    faults.push(...rows.map((row) => ({ ...row, feed, at: `${quarantine.key} ${row.byte_offset}` })));
  }
  const kinds = [...new Set(faults.map(({ feed, code }) => `${feed} ${code}`))];
  const own = (kind: string): Raw[] => faults.filter(({ feed, code }) => `${feed} ${code}` === kind);
  const records = new Set(faults.map(({ at }) => at)).size;
  const rejected = sum(manifests, ({ totals }) => totals.rejected);
  const named = kinds.map((kind) => ({ feed: own(kind)[0].feed, code: own(kind)[0].code, rows: own(kind) }));
  return {
    records_rejected: rejected,
    records_given: records,
    ...{ records_listed: records, records_unlisted: rejected - records, records_removed: 0 },
    groups: named.map(({ feed, code, rows }) => ({
      ...{ feed, code, faults: rows.length },
      examples: rows.slice(0, 3).map(({ line }) => ({ line: Number(line) })),
    })),
    reasons: named.map(({ feed, code, rows }) => ({
      ...{ feed, code, faults: rows.length },
      records: new Set(rows.map(({ at }) => at)).size,
    })),
  };
}

function quarantineLine(feed: string, chain: readonly Raw[], trade_date: string): Raw {
  const files = chain.filter((entry) => entry.kind === 'delivery' && entry.trade_date === trade_date);
  const newest = [...new Map(files.map((entry) => [entry.delivery.sha256, entry])).values()];
  const replays = chain.filter(
    ({ kind, repair }) => kind === 'replay' && newest.some((one) => one.commit_id === repair.of),
  );
  const rejected = sum(newest, ({ totals }) => totals.rejected);
  const repaired = sum(replays, ({ totals }) => totals.accepted + totals.duplicates);
  const withdrawn = sum(replays, ({ repair }) => repair.withdrawn ?? 0);
  return {
    ...{ feed, rejected, repaired, withdrawn, open: rejected - repaired - withdrawn },
    unlisted: sum(newest, ({ totals, quarantine }) => totals.rejected - (quarantine?.records ?? 0)),
  };
}

const severities = (alerts: readonly Raw[]): Raw => ({
  total: alerts.length,
  ...Object.fromEntries(
    ['high', 'medium', 'low'].map((rank) => [
      rank,
      alerts.filter(({ severity }) => severity === rank).length,
    ]),
  ),
});

function alertsOf(alerts: readonly Raw[], evidence: readonly Raw[]): Raw {
  const ids = [...new Set(alerts.map(({ pattern_id }) => pattern_id))];
  const own = (id: string): Raw[] => alerts.filter(({ pattern_id }) => pattern_id === id);
  const roles = (alert_id: string): Raw[] => {
    const rows = evidence.filter((row) => row.alert_id === alert_id);
    return [...new Set(rows.map(({ role }) => role))].map((role) => ({
      role,
      events: rows.filter((row) => row.role === role).length,
    }));
  };
  return {
    alerts: {
      ...severities(alerts),
      patterns: ids.map((pattern_id) => ({
        ...{ pattern_id, version: own(pattern_id)[0].pattern_version },
        ...severities(own(pattern_id)),
        highest_score: Math.max(...own(pattern_id).map(({ score }) => score)),
      })),
    },
    findings: ids.map((pattern_id) => ({
      ...{ pattern_id, version: own(pattern_id)[0].pattern_version },
      alerts: own(pattern_id).map(({ alert_id, score, score_start, score_parts }) => ({
        ...{ alert_id, score, score_start },
        score_parts: score_parts,
        evidence_count: evidence.filter((row) => row.alert_id === alert_id).length,
        roles: roles(alert_id),
      })),
    })),
  };
}

/** Decimals of at most six places, added as whole millionths. */
function addMoney(amounts: readonly string[]): string {
  const millionths = amounts.reduce(
    (total, amount) => total + BigInt(Math.round(Number(amount) * 1_000_000)),
    0n,
  );
  const text = String(millionths).padStart(7, '0');
  return `${text.slice(0, -6)}.${text.slice(-6)}`.replace(/\.?0+$/, '');
}

function jobsOf(lake: RawLake, trade_date: string): Raw {
  const keys = lake.files(`jobs/trade_date=${trade_date}`);
  const jobs = keys
    .filter((key) => key.endsWith('/job.json'))
    .map((key) => {
      const { job_id, plan } = lake.json(key);
      const own = keys.filter((other) => other.startsWith(path.dirname(key)));
      const attempts = own
        .filter((other) => other.endsWith('/begun.json'))
        .map((begun) => ({ begun, ended: begun.replace('begun.json', 'ended.json') }))
        .map(({ begun, ended }, index) => ({
          attempt: index + 1,
          begun: lake.json(begun),
          ended: own.includes(ended) ? lake.json(ended) : null,
        }));
      return { job_id, plan, attempts, last: attempts.at(-1)?.ended ?? null };
    });
  const all = jobs.flatMap(({ attempts }) => attempts);
  const having = (state: string): number => jobs.filter(({ last }) => last?.state === state).length;
  const billed = (amount: string): string[] => all.flatMap(({ ended }) => ended?.billed?.[amount] ?? []);
  return {
    totals: {
      ...{ jobs: jobs.length, attempts: all.length, success: having('success'), failed: having('failed') },
      ...{ cancelled: having('cancelled'), open: jobs.filter(({ last }) => last === null).length },
      ...{ usd: addMoney(billed('usd')), unpriced: all.length - billed('usd').length },
      ...{ vcpu_hours: addMoney(billed('vcpu_hours')), memory_gb_hours: addMoney(billed('memory_gb_hours')) },
    },
    jobs: jobs.map(({ job_id, plan, attempts, last }) => ({
      ...{ job_id, pattern_id: plan.pattern_id, pattern_version: plan.pattern_version },
      ...{
        alerts: last?.alerts ?? null,
        rows: last?.rows ?? null,
        input_bytes: sum(plan.inputs, ({ bytes }) => bytes),
      },
      attempts: attempts.map(({ attempt, begun, ended }) => ({
        attempt,
        queued_seconds: ended?.queued_seconds ?? null,
        duration_ms: ended === null ? null : Date.parse(ended.ended_at) - Date.parse(begun.began_at),
        ...(ended?.billed ?? {}),
      })),
    })),
  };
}

function auditsOf(lake: RawLake, trade_date: string): Raw {
  const newest = (kind: string): Raw => {
    const key = lake.files(`audit/kind=${kind}`).at(-1);
    if (key === undefined) return null;
    const { sequence, made_at_ns, result } = lake.json(key);
    const made = Number(BigInt(made_at_ns) / 1_000_000n);
    const days_after = Math.floor((made - Date.parse(`${trade_date}T00:00:00Z`)) / DAY_MS);
    return { result, record: { key, sha256: lake.sha256(key), sequence, days_after } };
  };
  const access = newest('access');
  const posture = newest('posture');
  const rank = (result: Raw, severity: string): number =>
    result.findings.filter((one: Raw) => one.severity === severity).length;
  return {
    access: access !== null && {
      record: access.record,
      ...{ logs: access.result.logs, writes: access.result.writes, rules: access.result.rules },
      records_read: access.result.records.read,
      records_unread: access.result.records.unread,
      events_in_range: access.result.records.in_range,
      failed_events: access.result.records.failed,
      ...{
        high: rank(access.result, 'high'),
        medium: rank(access.result, 'medium'),
        low: rank(access.result, 'low'),
      },
      findings_total: access.result.findings.length,
    },
    posture: posture !== null && {
      record: posture.record,
      pass: posture.result.controls.filter(({ verdict }: Raw) => verdict === 'pass').length,
      fail: posture.result.controls.filter(({ verdict }: Raw) => verdict === 'fail').length,
      unknown: posture.result.controls.filter(({ verdict }: Raw) => verdict === 'unknown').length,
      resources: new Set(posture.result.controls.map(({ resource }: Raw) => resource)).size,
    },
  };
}

/** Every number of the report of a day's newest run, from the files of the lake alone. */
export async function recomputeReport(lake: RawLake, trade_date: string, scores: Raw[] = []): Promise<Raw> {
  const run = lake.json(lake.files(`runs/trade_date=${trade_date}`).at(-1) ?? '');
  const chains = lake.chains();
  const entries = [...chains.values()].flat();
  const deliveries = run.deliveries.map((one: Raw) => ({
    ...one,
    entry:
      entries.findLast((entry) => entry.commit_id !== undefined && entry.commit_id === one.commit_id) ??
      entries.findLast((entry) => entry.kind === 'refusal' && entry.delivery.sha256 === one.sha256),
  }));
  const manifests = deliveries
    .filter(({ status }: Raw) => status !== 'refused')
    .map(({ entry }: Raw) => entry);
  const feeds = [...new Set(deliveries.map(({ feed }: Raw) => feed))] as string[];
  const arrivals = feedSpecs().map((spec) => arrival(spec, chains.get(spec.feed) ?? [], trade_date));
  const inputs = [];
  for (const { key, sha256, sessions_ago, dataset, feed } of run.inputs) {
    const own = entries.flatMap(({ files = [] }) => files).find((file: Raw) => file.key === key);
    inputs.push({
      ...{ key, sha256, sessions_ago, dataset, feed },
      bytes: own.bytes,
      rows: await lake.rowCount(key),
    });
  }
  return {
    format: 2,
    trade_date,
    deliveries: deliveries.map(({ sha256, feed, entry }: Raw) => ({ sha256, feed, totals: entry.totals })),
    arrivals,
    arrival_totals: arrivalTotals(arrivals),
    accounting: {
      feeds: feeds.map((feed) =>
        accountingLine(
          feed,
          deliveries.filter((one: Raw) => one.feed === feed),
        ),
      ),
      total: accountingLine('', deliveries),
    },
    rejections: await rejectionsOf(lake, manifests),
    quarantine: [...chains]
      .map(([feed, chain]) => quarantineLine(feed, chain, trade_date))
      .filter(({ rejected }) => rejected > 0),
    coverage: run.patterns.map(({ pattern_id, version, events_seen, instruments_seen, canary }: Raw) => ({
      ...{ pattern_id, version, events_seen, instruments_seen, canary },
      alerts: lake.lines(run.alerts_key).filter((alert) => alert.pattern_id === pattern_id).length,
    })),
    ...alertsOf(lake.lines(run.alerts_key), lake.lines(run.evidence_key)),
    scorecard: { scores },
    jobs: jobsOf(lake, trade_date),
    audits: auditsOf(lake, trade_date),
    provenance: {
      deliveries: manifests.map((entry: Raw) => ({
        ...{
          feed: entry.feed,
          commit_id: entry.commit_id,
          sha256: entry.delivery.sha256,
          bytes: entry.delivery.bytes,
        },
        ...{ feed_version: entry.feed_version, canonicalizer: entry.canonicalizer },
      })),
      inputs,
      chains: [...chains].map(([feed, chain]) => ({
        feed,
        entries: chain.length,
        sha256: lake.sha256(chain.at(-1).entry_key),
      })),
    },
  };
}
