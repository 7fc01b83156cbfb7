import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import { exitCode, patternLine, summary } from '../../src/cli/run-summary.js';
import { type FinishedRun, runDay } from '../../src/jobs/run-day.js';
import { storeCanaries, writeCanaries } from '../../src/jobs/write-canaries.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { openLocalStore } from '../../src/store/local-store.js';
import type { Pattern } from '../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { settingsOf } from '../surveillance/support/run-case.js';

const { feeds } = await loadFeedCatalogue('feeds');
const { patterns } = await loadPatternCatalogue();
const washTrade = patterns.find(({ spec }) => spec.id === 'wash-trade') as Pattern;

/** A small simulated day, run with wash-trade alone; `deliver` says which of its files there are. */
async function runWith(
  pattern: Pattern,
  {
    settings = {},
    deliver = () => true,
  }: { settings?: Record<string, string>; deliver?: (name: string) => boolean } = {},
): Promise<{ finished: FinishedRun; lake: string; lines: string[] }> {
  const folder = await temporaryFolder();
  await simulateDay({ events: 300, seed: 3, trade_date: '2026-11-20', out: folder });
  const raw = path.join(folder, 'deliveries');
  const lake = path.join(folder, 'lake');
  mkdirSync(lake);
  const due = feeds.filter(
    ({ spec }) => readdirSync(raw).some((name) => name.startsWith(spec.feed)) && deliver(spec.feed),
  );
  const lines: string[] = [];
  const finished = await runDay(
    {
      store: openLocalStore(lake),
      work: path.join(folder, 'work'),
      now_ns: () => 1_795_300_000_000_000_000n,
      new_write_id: () => 'write',
      feeds: due,
      patterns: [{ pattern, settings: settingsOf(pattern, settings) }],
      version: '0',
      onDelivery: () => undefined,
      onPattern: (outcome) => lines.push(patternLine(outcome, '0.00 s')),
    },
    { trade_date: '2026-11-20', raw },
  );
  return { finished, lake, lines };
}

test('a run finds the canary and keeps it out of alerts, evidence, counts and the lake', async () => {
  const { finished, lake, lines } = await runWith(washTrade);
  const without = await runWith({ ...washTrade, canary: null });
  const [outcome] = finished.run.patterns;
  const [alone] = without.finished.run.patterns;
  expect(outcome?.canary).toMatchObject({ state: 'found', alerts: 1 });
  expect(alone?.canary).toEqual({ state: 'none', alerts: 0, sha256: null });
  expect({ ...outcome, plan_id: '', canary: null }).toEqual({ ...alone, plan_id: '', canary: null });
  expect(outcome?.plan_id, 'the plan names what it injects').not.toBe(alone?.plan_id);
  expect(finished.alerts).toEqual(without.finished.alerts);
  expect(finished.evidence).toEqual(without.finished.evidence);
  expect(JSON.stringify(finished.run.inputs)).not.toContain('canary');
  expect(readdirSync(lake)).not.toContain('canaries');
  expect(lines[0]).toContain('wash-trade, canary found');
});

test('a missed canary fails the run loudly: outcome, reason, exit code 1 and summary', async () => {
  const { finished, lines } = await runWith(washTrade, { settings: { min_quantity: '10001' } });
  const [outcome] = finished.run.patterns;
  expect(outcome).toMatchObject({ outcome: 'failed', alerts: 0, canary: { state: 'missed', alerts: 0 } });
  expect(outcome?.reason).toMatch(/^wash-trade\/canary: .*min_quantity 10001.* \[canary-missed\]/);
  expect(exitCode(finished)).toBe(1);
  expect(lines[0]).toMatch(/^failed +wash-trade, canary MISSED \(wash-trade\/canary: /);
  expect(summary(finished, { report: 'r', lake: 'l' })).toContain('canaries    0 found, 1 missed');
});

test('a canary never makes a missing dataset look present', async () => {
  const { finished } = await runWith(washTrade, { deliver: (name) => name !== 'firm-accounts' });
  expect(finished.run.patterns[0]).toMatchObject({
    outcome: 'inconclusive',
    reason: expect.stringContaining('no data for accounts on 2026-11-20') as string,
    canary: { state: 'not_run', alerts: 0 },
  });
});

test('canaries for a day are the same bytes again, and are stored under the keys that plans name', async () => {
  const folder = await temporaryFolder();
  const configured = [{ pattern: washTrade, settings: settingsOf(washTrade) }];
  const first = await writeCanaries(path.join(folder, 'first'), configured, '2026-11-20');
  const again = await writeCanaries(path.join(folder, 'again'), configured, '2026-11-20');
  expect(again.inputs).toEqual(first.inputs);
  const store = openLocalStore(path.join(folder, 'lake'));
  await storeCanaries(store, first);
  await storeCanaries(store, again);
  const keys = (first.inputs.get('wash-trade') ?? []).map(({ key }) => key).sort();
  expect((await store.list('')).map(({ key }) => key)).toEqual(keys);
  expect(keys.every((key) => key.startsWith('canaries/trade_date=2026-11-20/wash-trade-'))).toBe(true);
});
