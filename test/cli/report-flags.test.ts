import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

test.each([
  [['--month', '2026-11', '--quarter', '2026-Q4'], 'report-period-unclear'],
  [['--date', '2026-11-20', '--month', '2026-11'], 'report-period-unclear'],
  [['--json', '--format', 'html'], 'report-format-unclear'],
  [['--json', '--format', 'pdf'], 'report-format-unclear'],
  [['--month', '2026-11', '--sign', 'key.pem'], 'report-key-unreadable'],
] as const)('report %j is refused before anything is read', async (flags, code) => {
  const { exit, stdout, stderr } = await tapewarden('report', ...flags);
  expect([exit, stdout]).toEqual(['usage', '']);
  expect(stderr).toContain(`[${code}]`);
});

test.each(['2026-13', '2026-Q5', '2026Q1'])('%s is no quarter', async (text) => {
  expect((await tapewarden('report', '--quarter', text)).exit).toBe('usage');
});

test('a month that nobody has run is written with every day named, and is a finding', async () => {
  const { exit, stdout } = await tapewarden('report', '--month', '2026-11', '--json');
  const { days, totals } = JSON.parse(stdout) as {
    days: { state: string }[];
    totals: Record<string, number>;
  };
  expect(exit).toBe('findings');
  expect(days).toHaveLength(30);
  // Asked on the evening of Friday the 20th: fifteen sessions are over, Thanksgiving is closed, five are to come.
  expect(totals).toMatchObject({
    sessions: 20,
    days_run: 0,
    days_no_run: 15,
    days_not_due_yet: 5,
    days_no_session: 10,
  });
});

test('a month as PDF is named like the page, and has the same bytes again', async () => {
  const first = await tapewarden('report', '--month', '2026-11', '--format', 'pdf');
  expect(first).toMatchObject({ exit: 'findings', stdout: 'report-2026-11.pdf\n' });
  const bytes = readFileSync(path.join(folder, 'report-2026-11.pdf'));
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
  await tapewarden('report', '--month', '2026-11', '--format', 'pdf', '--out', 'again.pdf');
  expect(readFileSync(path.join(folder, 'again.pdf')).equals(bytes)).toBe(true);
});

test('a month as a page says of each day that nobody looked', async () => {
  const { stdout } = await tapewarden('report', '--month', '2026-11');
  expect(stdout).toBe('report-2026-11.html\n');
});
