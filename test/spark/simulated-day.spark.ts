import path from 'node:path';
import { expect, test } from 'vitest';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import type { Alert } from '../../src/domain/generated/alert.js';
import { type ConfiguredPattern, planJobs } from '../../src/jobs/plan-jobs.js';
import { type DayContext, runDay } from '../../src/jobs/run-day.js';
import { loadMarketDay } from '../../src/lake/calendar/market-day.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { pinInputs } from '../../src/lake/pin-inputs.js';
import { readDay } from '../../src/lake/read-lake.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { collectAlerts } from '../../src/surveillance/collect-alerts.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { settingsOf } from '../surveillance/support/run-case.js';
import { patternsOnSpark } from './support/patterns-on-spark.js';
import { runOnSpark } from './support/spark-suite.js';

const trade_date = '2026-11-20';

test('Spark reads the lake of a simulated day and finds what DuckDB finds', async () => {
  const folder = await temporaryFolder();
  await simulateDay({ events: 60_000, seed: 11, trade_date, out: folder });
  const patterns = await patternsOnSpark();
  const configured: ConfiguredPattern[] = patterns.map((pattern) => ({
    pattern,
    settings: settingsOf(pattern),
  }));
  const { feeds } = await loadFeedCatalogue('feeds');
  const lake = path.join(folder, 'lake');
  const store = openLocalStore(lake);
  const context: DayContext = {
    store,
    work: path.join(folder, 'work'),
    now_ns: () => 1_795_000_000_000_000_000n,
    new_write_id: () => 'write',
    feeds,
    patterns: configured,
    version: '0',
    onDelivery: () => undefined,
    onPattern: () => undefined,
  };
  const { alerts: embedded } = await runDay(context, { trade_date, raw: path.join(folder, 'deliveries') });
  const inputs = pinInputs(await readDay(store, trade_date));
  const plans = planJobs(await loadMarketDay(trade_date), configured, {
    inputs,
    columns: await readViewColumns(),
  });
  const results = await runOnSpark(
    path.join(folder, 'spark'),
    plans.map((plan) => ({ plan, lake })),
  );
  const found: Alert[] = configured.flatMap(({ pattern, settings }, index) => {
    const rows = results[index];
    if (rows === undefined || 'error' in rows) throw new Error(rows?.error);
    const origin = {
      spec: pattern.spec,
      settings_sha256: settings.settings_sha256,
      settings: settings.values,
      trade_date,
    };
    return collectAlerts(origin, rows.alerts, rows.evidence).alerts;
  });
  expect(embedded.length).toBeGreaterThan(4);
  const sorted = (alerts: readonly Alert[]): Alert[] =>
    [...alerts].sort((left, right) => (left.alert_id < right.alert_id ? -1 : 1));
  expect(sorted(found)).toEqual(sorted(embedded));
});
