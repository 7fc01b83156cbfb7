import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { loadPattern } from '../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { formatPatternProblem } from '../../src/surveillance/pattern-problem.js';

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-pattern-'));
  folder = path.join(root, 'wash-trade');
  await cp(path.join(packageRoot(), 'patterns', 'wash-trade'), folder, { recursive: true });
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(path.join(folder, file), 'utf8');
  expect(text).toContain(from);
  await writeFile(path.join(folder, file), text.replace(from, to));
}

async function problems(): Promise<string[]> {
  const loaded = await loadPattern(folder);
  return Array.isArray(loaded)
    ? loaded.map((problem) => formatPatternProblem(problem).replace(`${folder}/`, ''))
    : [];
}

test('a sound folder loads with its SQL as it stands and the hash of it', async () => {
  const loaded = await loadPattern(folder);
  if (Array.isArray(loaded)) throw new Error('it loads');
  expect(loaded.spec.id).toBe('wash-trade');
  expect(loaded.alerts_sql).toBe(await readFile(path.join(folder, 'alerts.sql'), 'utf8'));
  const before = loaded.sql_sha256;
  await edit('evidence.sql', 'FROM gaps', 'FROM  gaps');
  const changed = await loadPattern(folder);
  expect(Array.isArray(changed) ? before : changed.sql_sha256).not.toBe(before);
});

/** One edit of pattern.yaml: the place is the line of `where` and a column. */
type Mistake = { from: string; to: string; where: string; column: number; says: string; code?: string };

const mistakes: readonly Mistake[] = [
  {
    from: 'workload: surveillance',
    to: 'workload: heavy',
    where: 'workload: heavy',
    column: 11,
    says: '/workload is "heavy", expected one of surveillance, predefined [spec-schema-violated]',
  },
  {
    from: 'version: 1',
    to: 'version: one',
    where: 'version: one',
    column: 10,
    says: '/version is "one", expected type integer [spec-schema-violated]',
  },
  {
    from: 'default: "100"',
    to: 'default: 100',
    where: 'default: 100',
    column: 14,
    says: '/settings/min_quantity/default is number 100, expected type string [spec-schema-violated]',
  },
  {
    from: 'workload: surveillance\n',
    to: '',
    where: 'id: wash-trade',
    column: 1,
    says: '/workload is missing, expected a value [spec-schema-violated]',
  },
  {
    from: 'severity:\n',
    to: 'speed: 1\nseverity:\n',
    where: 'speed: 1',
    column: 1,
    says: '/speed is no known member, expected one of id,',
  },
  {
    from: 'id: wash-trade',
    to: 'id: wash-sale',
    where: 'id: wash-sale',
    column: 5,
    says: 'id is "wash-sale", expected the name of its folder, "wash-trade" [pattern-id-differs]',
  },
  {
    from: '  accounts: [',
    to: '  acounts: [',
    where: '  acounts: [',
    column: 3,
    says: 'reads "acounts", expected one of accounts, calendar, daily_prices, instruments, news, order_events, positions, quotes, restricted_list, trades [pattern-dataset-unknown]',
  },
  {
    from: '[account_id, owner_id]',
    to: '[account_id, ownr]',
    where: 'ownr',
    column: 26,
    says: 'reads column "ownr" of accounts, which has account_id, owner_id,',
    code: 'pattern-column-unknown',
  },
  {
    from: 'default: 1s',
    to: 'default: 1sec',
    where: 'default: 1sec',
    column: 14,
    says: 'setting "window_ns" is "1sec", expected a whole number with a unit: 1ns, 250us, 250ms, 10s, 5m, 1h, 1d [setting-not-valid]',
  },
  {
    from: 'default: 1s',
    to: 'default: 2d',
    where: 'default: 2d',
    column: 14,
    says: 'setting "window_ns" is "2d", expected at most 1d [setting-out-of-bounds]',
  },
  {
    from: 'setting: min_quantity',
    to: 'setting: min_qty',
    where: 'setting: min_qty',
    column: 14,
    says: 'measure "least_quantity" is compared with setting "min_qty", expected one of "window_ns", "min_quantity" [pattern-measure-setting-unknown]',
  },
  {
    from: '    unit: accounts\n',
    to: '    unit: accounts\n    ratio_of: [buy_fills, all_fills]\n',
    where: 'all_fills',
    column: 15,
    says: 'a ratio is made of measure "all_fills", expected one of "buy_fills",',
    code: 'pattern-measure-unknown',
  },
  {
    from: '  high: 70\n',
    to: '  high: 40\n',
    where: '  high: 40',
    column: 9,
    says: 'severity is high from 40 and medium from 40, expected high above medium [pattern-score-levels]',
  },
  {
    from: '{points: 15, full: 10 times}',
    to: '{points: 14, full: 10 times}',
    where: '  parts:',
    column: 3,
    says: 'start 50 and points 20 + 14 + 15 come to 99, expected 100, so that scores of all patterns compare [pattern-score-sum]',
  },
  {
    from: '    least_quantity: {points',
    to: '    least_qty: {points',
    where: '    least_qty: {points',
    column: 5,
    says: 'points are given for measure "least_qty", expected one of "buy_fills",',
    code: 'pattern-score-measure-unknown',
  },
  {
    from: 'from: "0", full: "10000"',
    to: 'full: "10000"',
    where: '    matched_quantity: {points',
    column: 5,
    says: 'measure "matched_quantity" is compared with no setting, so that nothing says where its points start; write `from` [pattern-score-from-missing]',
  },
  {
    from: 'full: 10 times',
    to: 'full: 1.000 times',
    where: 'full: 1.000 times',
    column: 40,
    says: 'all points of "least_quantity" count from "1.000 times", expected a value above 100, where they start, or `N times` with N above 1 and a start above 0 [pattern-score-full-not-beyond]',
  },
  {
    from: 'full: 0s',
    to: 'full: 1s',
    where: 'full: 1s',
    column: 40,
    says: 'all points of "longest_gap_ns" count from "1s", expected a value below 1000000000, where they start, or `N times` with N above 1 and a start above 0 [pattern-score-full-not-beyond]',
  },
  {
    from: 'full: "10000"',
    to: 'full: "0"',
    where: 'full: "0"',
    column: 53,
    says: 'all points of "matched_quantity" count from "0", expected a value above 0, where they start, or `N times` with N above 1 and a start above 0 [pattern-score-full-not-beyond]',
  },
];

async function lineOf(file: string, text: string): Promise<number> {
  const lines = (await readFile(path.join(folder, file), 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe('problems say file, line, column, what is and what was expected', () => {
  test.each(mistakes)('$to', async ({ from, to, where, column, says, code }) => {
    await edit('pattern.yaml', from, to);
    const found = await problems();
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`pattern.yaml:${await lineOf('pattern.yaml', where)}:${column}: ${says}`);
    expect(found[0]).toMatch(code === undefined ? /\]$/ : new RegExp(`\\[${code}\\]$`));
  });

  test('broken YAML', async () => {
    await edit('pattern.yaml', 'version: 1', 'version: [1');
    expect((await problems())[0]).toMatch(
      /^pattern\.yaml:\d+:\d+: not readable as YAML: .* \[spec-yaml-syntax\]$/,
    );
  });

  test('a key twice', async () => {
    await edit('pattern.yaml', 'workload: surveillance', 'workload: surveillance\nworkload: predefined');
    const line = await lineOf('pattern.yaml', 'workload: predefined');
    expect(await problems()).toEqual([
      `pattern.yaml:${line}:1: not readable as YAML: Map keys must be unique [spec-yaml-syntax]`,
    ]);
  });

  test('a severity that is a word, as it once was, or missing', async () => {
    const text = await readFile(path.join(folder, 'pattern.yaml'), 'utf8');
    const block = text.slice(text.indexOf('severity:\n'));
    await edit('pattern.yaml', block, 'severity: high\n');
    const line = await lineOf('pattern.yaml', 'severity: high');
    expect(await problems()).toEqual([
      `pattern.yaml:${line}:11: /severity is "high", expected type object [spec-schema-violated]`,
    ]);
    await edit('pattern.yaml', 'severity: high\n', '');
    expect(await problems()).toEqual([
      'pattern.yaml:1:1: /severity is missing, expected a value [spec-schema-violated]',
    ]);
  });

  test('a parameter that is no setting', async () => {
    await edit('evidence.sql', ':min_quantity', ':min_qty');
    const line = await lineOf('evidence.sql', ':min_qty');
    expect(await problems()).toEqual([
      `evidence.sql:${line}: parameter ":min_qty" is no setting; known are :min_quantity, :window_ns, :trade_date, :session_open_ns, :session_close_ns, :previous_close_ns [pattern-parameter-unknown]`,
    ]);
  });

  test('a setting that no SQL uses', async () => {
    await edit('evidence.sql', ':min_quantity', '100');
    expect(await problems()).toEqual([]);
    await edit('alerts.sql', ':min_quantity', '100 -- :min_quantity');
    const line = await lineOf('pattern.yaml', '  min_quantity:');
    expect(await problems()).toEqual([
      `pattern.yaml:${line}:3: setting "min_quantity" is used by no SQL of its folder; use it or take it out [pattern-setting-unused]`,
    ]);
  });

  test('files that are not there', async () => {
    await rm(path.join(folder, 'evidence.sql'));
    expect(await problems()).toEqual([
      'evidence.sql: the file does not exist, expected the query that gathers evidence [spec-file-missing]',
    ]);
  });
});

describe('a catalogue', () => {
  test('comes sorted by id, sound patterns beside the problems of others', async () => {
    await cp(path.join(packageRoot(), 'patterns', 'layering'), path.join(root, 'layering'), {
      recursive: true,
    });
    await cp(path.join(packageRoot(), 'patterns', 'front-running'), path.join(root, 'broken'), {
      recursive: true,
    });
    await writeFile(path.join(root, 'notes.txt'), 'no pattern');
    const { patterns, problems: found } = await loadPatternCatalogue(root);
    expect(patterns.map(({ spec }) => spec.id)).toEqual(['layering', 'wash-trade']);
    expect(found.map(({ code }) => code)).toEqual(['pattern-id-differs']);
  });

  test('of a folder that is not there fails', async () => {
    await expect(loadPatternCatalogue(path.join(root, 'nowhere'))).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});
