import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../../src/domain/package-root.js';
import { lintPortableSql } from '../../../src/engine/lint-portable-sql.js';
import { loadCanonicalDatasets } from '../../../src/lake/canonical-dataset.js';
import { loadLinkageSteps } from '../../../src/lake/linkage/linkage-steps.js';
import { createRandom } from '../../../src/simulate/random.js';
import { expectedOf, questions, withLinked } from './support/link-truth.js';
import { firmFaults } from './support/make-firm-faults.js';
import { makeLifeCycles } from './support/make-life-cycles.js';
import { exchangeFaults, interfirmFaults } from './support/make-route-faults.js';
import type { Truth } from './support/truth.js';

const faults = { ...firmFaults, ...interfirmFaults, ...exchangeFaults };

async function answersOf(truth: Truth) {
  return withLinked(truth, async (session) => ({
    links: await session.rows(questions.links),
    errors: await session.rows(questions.errors),
    lifecycles: await session.rows(questions.lifecycles),
  }));
}

/** Firms that other firms name must be in the lake for anything to be missing of them. */
function withFirms(truth: Truth): Truth {
  for (const imid of ['FRM0', 'FRM1', 'FRM2', 'FRM3', 'FRM4', 'NYSE']) truth.enter({ imid });
  return truth;
}

test('every link and quantity of sound life cycles is found, and nothing else', async () => {
  const truth = makeLifeCycles(1, 300);
  const kinds = new Set(truth.links.map(({ link_kind }) => link_kind));
  expect([...kinds].sort()).toEqual(['execution', 'order', 'parent', 'prior', 'route', 'trade']);
  expect(await answersOf(truth)).toEqual(expectedOf(truth));
});

/** One day with every fault, each in families of its own, and which events each made. */
function dayOfFaults() {
  const truth = withFirms(makeLifeCycles(7, 20));
  const made = Object.entries(faults).map(([name, fault]) => {
    const from = [
      truth.events.length,
      truth.links.length,
      truth.errors.length,
      truth.lifecycles.length,
    ] as const;
    fault(truth);
    return {
      name,
      ids: new Set(truth.events.slice(from[0]).map((row) => String(row['event_id']))),
      links: truth.links.slice(from[1]),
      errors: truth.errors.slice(from[2]),
      lifecycles: truth.lifecycles.slice(from[3]),
    };
  });
  return { truth, made };
}

const day = dayOfFaults();
let answers: Awaited<ReturnType<typeof answersOf>>;

beforeAll(async () => {
  answers = await answersOf(day.truth);
});

test.each(day.made)('$name', ({ ids, ...part }) => {
  const own = (column: string) => (row: Record<string, unknown>) => ids.has(String(row[column]));
  expect({
    links: answers.links.filter(own('child_event_id')),
    errors: answers.errors.filter(own('event_id')),
    lifecycles: answers.lifecycles.filter(own('entry_event_id')),
  }).toEqual(expectedOf(part));
});

test('a day of every fault has these links, errors and orders, and no other', () => {
  expect(answers).toEqual(expectedOf(day.truth));
});

test('all links, errors and quantities are right on any seed, with any faults, in any order of rows', async () => {
  const seeds = fc.record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    chosen: fc.subarray(Object.keys(faults)),
  });
  await fc.assert(
    fc.asyncProperty(seeds, async ({ seed, chosen }) => {
      const truth = withFirms(makeLifeCycles(seed, 40));
      for (const name of chosen) faults[name as keyof typeof faults]?.(truth);
      truth.events.splice(0, truth.events.length, ...createRandom(seed).shuffled(truth.events));
      expect(await answersOf(truth)).toEqual(expectedOf(truth));
    }),
    { numRuns: 6 },
  );
});

test('every step of linkage is in the portable core', async () => {
  const datasets = await loadCanonicalDatasets();
  const nullable = (datasets.get('order_events')?.columns ?? []).filter(({ required }) => !required);
  const keys = new Set(['order_id', 'event_id']);
  const names = new Set(nullable.map(({ name }) => name).filter((name) => !keys.has(name)));
  const { before, after } = await loadLinkageSteps();
  const findings = [...before, ...after].flatMap(({ name, sql }) =>
    lintPortableSql(sql, names).map(({ rule, line, text }) => `${name}.sql:${line} ${rule} ${text}`),
  );
  expect(findings).toEqual([]);
});

test('every file under linkage/ is a step', async () => {
  const { before, after } = await loadLinkageSteps();
  const files = (await readdir(path.join(packageRoot(), 'linkage'))).sort();
  expect(files).toEqual([...before, ...after].map(({ name }) => `${name}.sql`).sort());
});

test('events are the same when all columns but those of their record agree', async () => {
  const sql = await readFile(path.join(packageRoot(), 'linkage', 'exact_duplicates.sql'), 'utf8');
  const record = ['event_id', 'event_ts', 'source_sha256', 'source_line', 'source_byte_offset'];
  const columns = (await loadCanonicalDatasets()).get('order_events')?.columns ?? [];
  for (const { name } of columns) {
    if (!record.includes(name)) expect(sql, name).toContain(`e.${name}`);
  }
});
