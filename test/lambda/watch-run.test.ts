import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LedgerDay } from '../../src/domain/generated/ledger-day.js';
import { openJournal } from '../../src/lambda/journal.js';
import { type RunWatch, watchRun } from '../../src/lambda/watch-run.js';
import { openLocalStore } from '../../src/store/local-store.js';

let folder: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watch-'));
  lines = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

async function recorded(sequence: number, ...verdicts: LedgerDay['verdict'][]): Promise<void> {
  const completeness = verdicts.map((verdict, index) => ({ dataset: `d${index}`, verdict, reasons: [] }));
  const run = Buffer.from(JSON.stringify({ run_id: `r${sequence}`, completeness }));
  const key = `runs/trade_date=2026-11-27/${String(sequence).padStart(8, '0')}.json`;
  await openLocalStore(folder).putIfAbsent(key, { bytes: run });
}

function watch(last: boolean): Promise<RunWatch> {
  const journal = openJournal(
    { step: 'watch-run', run_id: null, execution: null },
    {},
    {
      write: (line) => lines.push(line),
      now_ms: () => 1_795_000_000_000,
      deployment: 'prod',
    },
  );
  const asked = { trade_date: '2026-11-27', execution: 'e', last };
  return watchRun({ store: openLocalStore(folder), journal }, asked);
}

test('a date without a run is late, and the metric says so', async () => {
  expect(await watch(true)).toEqual({ trade_date: '2026-11-27', late: true, why: 'no run is recorded' });
  expect(lines[0]).toContain('"level":"error","code":"run-late"');
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ Deployment: 'prod', Step: 'watch-run', RunsLate: 1 });
});

test('a recorded run is on time, and the metric is there all the same', async () => {
  await recorded(1, 'complete', 'incomplete');
  expect(await watch(true)).toEqual({ trade_date: '2026-11-27', late: false, why: null });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ RunsLate: 0 });
});

test('after the last deadline a run that still waited for a dataset does not count', async () => {
  await recorded(1, 'complete', 'not_due_yet');
  expect(await watch(true)).toEqual({
    trade_date: '2026-11-27',
    late: true,
    why: 'run 1 was before the last deadline: d1 not due yet',
  });
});

test('before the last deadline it does', async () => {
  await recorded(1, 'complete', 'not_due_yet');
  expect(await watch(false)).toMatchObject({ late: false });
});

test('the newest run decides, not the first', async () => {
  await recorded(1, 'not_due_yet');
  await recorded(2, 'complete');
  expect(await watch(true)).toMatchObject({ late: false });
});
