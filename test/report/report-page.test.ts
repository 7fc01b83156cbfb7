import { expect, test } from 'vitest';
import { buildReport } from '../../src/report/build-report.js';
import { renderPageHtml } from '../../src/report/render-page-html.js';
import type { ReportInput } from '../../src/report/report-input.js';
import { reportPage } from '../../src/report/report-page.js';
import {
  alert,
  delivery,
  eventfulDay,
  evidence,
  hostileText,
  layering,
  openingNs,
  outcome,
  rejection,
  run,
  totals,
} from './sample-documents.js';
import { nothingElse } from './sample-surroundings.js';

const quietDay: ReportInput = {
  ...nothingElse,
  run: run({}),
  alerts: [],
  evidence: [],
  rejections: [],
  ledger: { entries: [] },
  quarantine: [],
  patterns: [layering],
};

function pageOf(input: ReportInput): Promise<string> {
  return renderPageHtml(reportPage(buildReport(input)));
}

function htmlOf(part: Partial<ReportInput>): Promise<string> {
  return pageOf({ ...quietDay, ...part });
}

test('an eventful day renders as the golden file, byte for byte', async () => {
  const page = await pageOf(eventfulDay);
  expect(await pageOf(structuredClone(eventfulDay))).toBe(page);
  await expect(page).toMatchFileSnapshot('../golden/report.html');
});

test.each([
  ['alerts', '<span class="mark findings">! Alerts</span>'],
  ['clear', '<span class="mark complete">✓ Clear</span>'],
  ['inconclusive', '<span class="mark incomplete">? Inconclusive</span>'],
  ['failed', '<span class="mark failed">✕ Failed</span>'],
  ['not_in_force', '<span class="soft">– Not in force</span>'],
] as const)('outcome %s has a mark of its own', async (kind, mark) => {
  const marks = ['! Alerts', '✓ Clear', '? Inconclusive', '✕ Failed', '✕ Not run', '– Not in force'];
  const page = await htmlOf({ run: run({ patterns: [outcome({ outcome: kind, reason: 'because' })] }) });
  expect(page).toContain(mark);
  expect(marks.filter((text) => page.includes(`>${text}</span>`))).toHaveLength(1);
});

test('a pattern of the catalogue that was not run is shown as not run', async () => {
  expect(await htmlOf({ run: run({ patterns: [] }) })).toContain(
    '<span class="mark failed">✕ Not run</span>',
  );
});

test('an empty run says in every section that nothing was there', async () => {
  const page = await htmlOf({ run: run({ deliveries: [], patterns: [], inputs: [] }), patterns: [] });
  expect(page).toContain('No file was offered to this run.');
  expect(page).toContain('No record was read.');
  expect(page).toContain('No pattern was run; that nothing was found means nothing.');
  expect(page).toContain('The patterns read no data file.');
  expect(page).not.toContain('✓');
});

test('records that do not add up are marked in the row, the totals and the judgement', async () => {
  const page = await htmlOf({
    run: run({ deliveries: [delivery({ totals: totals({ read: 2, accepted: 1 }) })] }),
  });
  expect(page.match(/✕ No</g)).toHaveLength(2);
  expect(page).toContain('Does not add up');
});

test('missing feeds and refused files stand before all other deliveries', async () => {
  const page = await pageOf(eventfulDay);
  const places = ['feed <code>tape-quotes</code>', '7,502 records', '✕ Refused</span></td>', '✓ Published<'];
  const found = places.map((text) => page.indexOf(text));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((left, right) => left - right));
});

test('contradictions stand before the deliveries', async () => {
  const page = await htmlOf({ run: run({ patterns: [outcome({ outcome: 'alerts', alerts: 2 })] }) });
  expect(page.indexOf('the run counts 2 alerts, but 0 are recorded')).toBeGreaterThan(0);
  expect(page.indexOf('the run counts 2 alerts')).toBeLessThan(page.indexOf('>Deliveries</h2>'));
});

test('hostile text is inert wherever it stands', async () => {
  const page = await htmlOf({
    run: run({
      trade_date: hostileText,
      tapewarden_version: hostileText,
      deliveries: [
        delivery({
          file: hostileText,
          feed: hostileText,
          sha256: hostileText,
          status: 'refused',
          refusals: [{ code: hostileText, message: hostileText }],
        }),
      ],
      missing_feeds: [hostileText],
      patterns: [
        outcome({
          pattern_id: hostileText,
          title: hostileText,
          reason: hostileText,
          settings: { [hostileText]: hostileText },
        }),
      ],
      alerts_key: hostileText,
    }),
    alerts: [
      alert({
        alert_id: hostileText,
        pattern_id: hostileText,
        subject: { [hostileText]: hostileText },
        measures: { [hostileText]: hostileText },
      }),
    ],
    evidence: [evidence({ alert_id: hostileText, role: hostileText })],
    rejections: [
      rejection({ feed: hostileText, file: hostileText, code: hostileText, message: hostileText }),
    ],
  });
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(15);
});

test('the file needs nothing from outside and runs nothing', async () => {
  const page = await pageOf(eventfulDay);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import|https?:|\son[a-z]+=/i);
  expect(page).toContain("default-src 'none'");
});

test('every table has a caption and every header cell its scope', async () => {
  const page = await pageOf(eventfulDay);
  expect(page.match(/<table>\n<caption>/g)?.length).toBe(page.match(/<table/g)?.length);
  expect(page.match(/<th scope="(col|row)"/g)?.length).toBe(page.match(/<th[ >]/g)?.length);
});

function manyAlerts(count: number): Partial<ReportInput> {
  const ids = Array.from({ length: count }, (_, at) => at.toString(16).padStart(64, '0'));
  return {
    run: run({ patterns: [outcome({ outcome: 'alerts', alerts: count })] }),
    alerts: ids.map((alert_id, at) =>
      alert({ alert_id, first_ts_ns: (openingNs + BigInt(at)).toString(), evidence_count: 0 }),
    ),
  };
}

test('two hundred alerts are all shown, of two hundred and one the last is counted', async () => {
  const rows = (page: string) => page.match(/<code>0{9}[0-9a-f]{3}<\/code>/g)?.length;
  const [all, cut] = [await htmlOf(manyAlerts(200)), await htmlOf(manyAlerts(201))];
  expect([rows(all), rows(cut)]).toEqual([200, 200]);
  expect(all).not.toContain(' more</strong>');
  expect(cut).toContain('201 alerts, of which the first 200 are shown; <strong>1 more</strong>');
});

test('thousands of evidence rows and of alerts keep the page under 200 kB', async () => {
  const busy = manyAlerts(3000);
  const rows = (busy.alerts ?? []).flatMap(({ alert_id }) => [1, 2, 3].map(() => evidence({ alert_id })));
  const [first] = busy.alerts ?? [];
  const pile = Array.from({ length: 20_000 }, () => evidence({ alert_id: first?.alert_id ?? '' }));
  const page = await htmlOf({ ...busy, evidence: [...rows, ...pile] });
  expect(Buffer.byteLength(page)).toBeLessThan(200_000);
  expect(page).toContain('20,003 layer');
});

test('the page tells when each feed was due, when it came and how late', async () => {
  const page = await pageOf(eventfulDay);
  expect(page).toContain('>Deliveries against the ledger</h2>');
  expect(page).toContain(
    '<td class="t">2026-11-20 18:30:00.000000000 EST<small>2026-11-20T23:30:00.000000000Z</small></td>',
  );
  expect(page).toMatch(
    /<td class="t">2026-11-20 18:45:00\.000000001 EST<small>.*<\/small><\/td><td class="n"><span class="mark findings">! .*<\/span><\/td>/,
  );
  expect(page).toContain('tape-quotes</th><td><span class="mark failed">✕ Incomplete');
  expect(page).toContain('tape-quotes</th><td>nothing arrived [ledger-missing]</td>');
  expect(await htmlOf({})).toContain('No feed is known, so that nothing was due.');
});

test('the page tells what has become of rejected records, and nothing of it where none was rejected', async () => {
  expect(await pageOf(eventfulDay)).toContain(
    '<tr><th scope="row">acme-orders</th><td class="n">17</td><td class="n">3</td><td class="n">2</td><td class="n"><span class="mark findings">! 12</span></td></tr>',
  );
  const settled = { feed: 'acme-orders', rejected: 2, repaired: 2, withdrawn: 0, open: 0, unlisted: 0 };
  expect(await htmlOf({ quarantine: [settled] })).toContain(
    '<td class="n">2</td><td class="n">0</td><td class="n">0</td>',
  );
  const beyond = { ...settled, rejected: 30_000, open: 29_998, unlisted: 5000 };
  expect(await htmlOf({ quarantine: [beyond] })).toContain(
    '<small>5,000 without a stored fault: send the file again</small>',
  );
  expect(await htmlOf({})).not.toContain('What has become of them');
});
