import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadFeedCatalogue } from '../../../src/canonicalize/load-feed-catalogue.js';
import type { Labels } from '../../../src/domain/generated/labels.js';
import { evaluateDay } from '../../../src/jobs/evaluate-day.js';
import type { ConfiguredPattern } from '../../../src/jobs/plan-jobs.js';
import { runDay } from '../../../src/jobs/run-day.js';
import { takeDelivery } from '../../../src/jobs/take-delivery.js';
import { type SimulationOptions, simulateDay } from '../../../src/simulate/simulate-day.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { Pattern } from '../../../src/surveillance/load-pattern.js';
import { resolveSettings } from '../../../src/surveillance/resolve-settings.js';
import type { LabelledResult } from '../../../src/surveillance/scorecard/score-pattern.js';

const { feeds } = await loadFeedCatalogue('feeds');

/** What each pattern says, in their order, of a simulated day that went through the brokers' files into a lake. */
export async function evaluateLabelledDay(
  patterns: readonly Pattern[],
  options: Omit<SimulationOptions, 'out' | 'trade_date'>,
): Promise<{ labels: Labels; results: LabelledResult[] }> {
  const trade_date = '2026-11-20';
  const folder = mkdtempSync(path.join(tmpdir(), 'tapewarden-labelled-'));
  try {
    await simulateDay({ ...options, trade_date, out: folder });
    const labels = JSON.parse(readFileSync(path.join(folder, 'labels.json'), 'utf8')) as Labels;
    const context = {
      ...{ store: openLocalStore(path.join(folder, 'lake')), feeds, patterns: [], version: 'test' },
      work: path.join(folder, 'work'),
      now_ns: () => 1_795_000_000_000_000_000n,
      new_write_id: () => 'write',
      onDelivery: () => undefined,
      onPattern: () => undefined,
    };
    mkdirSync(path.join(folder, 'lake'));
    const raw = path.join(folder, 'history');
    for (const name of existsSync(raw) ? readdirSync(raw).sort() : []) {
      const date = /(\d{4})(\d{2})(\d{2})/.exec(name)?.slice(1).join('-') ?? trade_date;
      const { status } = await takeDelivery(context, { raw, name, trade_date: date });
      if (status !== 'published') throw new Error(`${name} is ${status}`);
    }
    const { run } = await runDay(context, { trade_date, raw: path.join(folder, 'deliveries') });
    const odd = run.deliveries.filter(({ status }) => status !== 'published');
    if (odd.length > 0) throw new Error(`${odd[0]?.file} is ${odd[0]?.status}`);
    const configured = patterns.map((pattern): ConfiguredPattern => {
      const settings = resolveSettings(pattern.spec.settings, {}, { file: 'defaults' });
      if (Array.isArray(settings)) throw new Error(`defaults of ${pattern.spec.id} are valid`);
      return { pattern, settings };
    });
    const day = { store: context.store, work: context.work, trade_date, labels };
    return { labels, results: (await evaluateDay(day, configured)).results };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
