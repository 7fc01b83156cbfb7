import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Labels } from '../../src/domain/generated/labels.js';
import type { Manifest } from '../../src/domain/generated/manifest.js';
import { writeParquetTable } from '../../src/engine/write-parquet-table.js';
import { feedSpoilers } from '../../src/simulate/faults/feed-spoilers.js';
import { furtherFormats } from '../../src/simulate/further-formats.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { shippedFeed } from '../canonicalize/support/feeds.js';
import { deliverFile, openTestLake, published, temporaryFolder } from '../canonicalize/support/lake.js';
import { quarantined } from '../canonicalize/support/read-parquet.js';

type Asked = {
  seed: number;
  faults?: number;
  events?: number;
  trade_date?: string;
  formats?: readonly string[];
};
type Day = { out: string; labels: Labels; faults: NonNullable<Labels['faults']> };

async function simulated(options: Asked): Promise<Day> {
  const out = await temporaryFolder();
  await simulateDay({
    ...{ events: 5_000, trade_date: '2026-11-20', out, writeTable: writeParquetTable },
    ...options,
  });
  const labels = JSON.parse(await readFile(path.join(out, 'labels.json'), 'utf8')) as Labels;
  return { out, labels, faults: labels.faults ?? [] };
}

async function textOf({ out }: Day, name: string): Promise<string> {
  const bytes = await readFile(path.join(out, 'deliveries', name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

type Taken = { totals: Manifest['totals']; rejections: string[] };

/** What the canonicalizer makes of every delivery; fails where one is refused. */
async function canonicalized(day: Day): Promise<Map<string, Taken>> {
  const lake = await openTestLake();
  const taken = new Map<string, Taken>();
  for (const { feed, name } of day.labels.files) {
    const file = path.join(day.out, 'deliveries', name);
    const { trade_date } = day.labels;
    const delivery = { path: file, name, trade_date };
    const manifest = published(await deliverFile(lake, shippedFeed(feed), delivery));
    const rows = await quarantined(lake, manifest);
    const rejections = rows.map((row) => `${String(row['line'])} ${String(row['code'])}`);
    taken.set(name, { totals: manifest.totals, rejections });
  }
  return taken;
}

/** Every delivery's rejections and counts as the canonicalizer gives them and as the labels foretell them. */
async function expectLabelsToHold(day: Day): Promise<void> {
  const taken = await canonicalized(day);
  for (const { name, records } of day.labels.files) {
    const faults = day.faults.filter(({ file }) => file === name);
    const rejected = faults.filter(({ code }) => code !== 'duplicate');
    const { totals, rejections } = taken.get(name) as Taken;
    expect({ name, rejections }).toEqual({
      name,
      rejections: rejected.map(({ line, code }) => `${line} ${code}`),
    });
    expect({ name, totals }).toMatchObject({
      name,
      totals: {
        read: records,
        accepted: records - faults.length,
        rejected: rejected.length,
        duplicates: faults.length - rejected.length,
      },
    });
  }
}

describe.each([1, 2, 3, 11, 2 ** 53 - 1])('with seed %i', (seed) => {
  test('the canonicalizer finds the labelled faults, each once with its code, and nothing else', async () => {
    const day = await simulated({ seed, faults: 40 });
    expect(day.faults).toHaveLength(40);
    expect(new Set(day.faults.map(({ file }) => file)).size).toBe(6);
    await expectLabelsToHold(day);
  });
});

test.each([
  ['the first of a month', '2026-12-01'],
  ['the day after clocks went forward', '2026-03-09'],
  ['the day after clocks went back', '2026-11-02'],
  ['a leap day', '2028-02-29'],
])('on %s the labels hold', async (_, trade_date) => {
  await expectLabelsToHold(await simulated({ seed: 6, events: 400, faults: 120, trade_date }));
});

test('with more faults than records the labels still hold', async () => {
  await expectLabelsToHold(await simulated({ seed: 5, events: 400, faults: 600 }));
});

test('with faults in every format every kind of every feed is there, and the labels still hold', async () => {
  const day = await simulated({ seed: 5, events: 2_000, faults: 450, formats: furtherFormats });
  for (const [feed, { spoils }] of feedSpoilers) {
    const name = day.labels.files.find((file) => file.feed === feed)?.name;
    const kinds = new Set(day.faults.filter(({ file }) => file === name).map(({ kind }) => kind));
    expect([...kinds].sort(), feed).toEqual(spoils.map(({ kind }) => kind).sort());
  }
  await expectLabelsToHold(day);
});

test('faults are added lines: without them and the trailers the files are those of a day without faults', async () => {
  const plain = await simulated({ seed: 3 });
  const day = await simulated({ seed: 3, faults: 40 });
  for (const { name, feed } of day.labels.files) {
    const added = new Set(day.faults.filter(({ file }) => file === name).map(({ line }) => line));
    const kept = (await textOf(day, name)).split('\n').filter((_, index) => !added.has(index + 1));
    const lines = (await textOf(plain, name)).split('\n');
    const ends = feedSpoilers.has(feed) && !/json|log/.test(name) ? 2 : 0;
    expect(kept.slice(0, kept.length - ends)).toEqual(lines.slice(0, lines.length - ends));
  }
  expect(day.labels.cases).toEqual(plain.labels.cases);
  expect(day.labels.events).toBe(plain.labels.events);
});

describe('a day with 40 faults', () => {
  let schema: object;
  beforeAll(async () => {
    schema = JSON.parse(await readFile('schemas/labels.schema.json', 'utf8')) as object;
  });

  test('has labels that satisfy their schema, in order of line', async () => {
    const { labels, faults } = await simulated({ seed: 1, faults: 40 });
    const validate = new Ajv2020({ strict: false, formats: { date: true } }).compile(schema);
    expect(validate(labels) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...labels, faults: [{ ...faults[0], code: 'no-such-code' }] })).toBe(false);
    for (const { name } of labels.files) {
      const lines = faults.filter(({ file }) => file === name).map(({ line }) => line);
      expect(lines).toEqual([...new Set(lines)].sort((left, right) => left - right));
    }
  });

  test('is the same day again with the same seed', async () => {
    const [first, second] = [
      await simulated({ seed: 9, faults: 40 }),
      await simulated({ seed: 9, faults: 40 }),
    ];
    expect(second.labels).toEqual(first.labels);
    for (const { name } of first.labels.files) {
      expect(await textOf(second, name)).toBe(await textOf(first, name));
    }
  });
});

test('no faults are the default, and labels.json then has no list of them', async () => {
  const asked = await simulated({ seed: 4, faults: 0 });
  const plain = await simulated({ seed: 4 });
  expect(await readFile(path.join(asked.out, 'labels.json'))).toEqual(
    await readFile(path.join(plain.out, 'labels.json')),
  );
  expect(plain.labels).not.toHaveProperty('faults');
});

test.each([-1, 0.5])('%d faults are refused', async (faults) => {
  const out = await temporaryFolder();
  const run = simulateDay({ events: 200, seed: 1, trade_date: '2026-11-20', out, faults });
  await expect(run).rejects.toThrow(`faults is ${faults}`);
});
