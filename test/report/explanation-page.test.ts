import { expect, test } from 'vitest';
import type { Explanation } from '../../src/domain/generated/explanation.js';
import { drawTimeline } from '../../src/report/draw-timeline.js';
import type { Drawing } from '../../src/report/drawing.js';
import { explainAlert } from '../../src/report/explain-alert.js';
import { explanationPage } from '../../src/report/explanation-page.js';
import { renderPageHtml } from '../../src/report/render-page-html.js';
import { alert, hostileText } from './sample-documents.js';
import { explained, layeringAlert } from './sample-explanation.js';
import { hash } from './sample-surroundings.js';

const explanation = explainAlert(layeringAlert);

function htmlOf(told: Explanation): Promise<string> {
  return renderPageHtml(explanationPage(told));
}

function manyEvents(count: number) {
  const events = Array.from({ length: count }, (_, number) =>
    explained({
      number,
      role: 'layer',
      afterNs: BigInt(number),
      row: { price: '10.00000000' },
      text: 'x'.repeat(5000),
    }),
  );
  return explainAlert({ ...layeringAlert, alert: alert({ evidence_count: count }), events });
}

test('the explanation renders as the golden file, byte for byte', async () => {
  const page = await htmlOf(explanation);
  expect(await htmlOf(structuredClone(explanation))).toBe(page);
  await expect(page).toMatchFileSnapshot('../golden/explanation.html');
});

test('hostile text is inert in the table, the timeline and the story', async () => {
  const event = explained({
    number: 1,
    role: hostileText,
    afterNs: 0n,
    row: { event_type: hostileText, symbol: hostileText, price: hostileText },
    text: hostileText,
  });
  const page = await htmlOf(
    explainAlert({
      ...layeringAlert,
      alert: alert({ subject: { [hostileText]: hostileText }, measures: { [hostileText]: hostileText } }),
      pattern: { ...layeringAlert.pattern, title: hostileText, cites: [hostileText] },
      events: [event],
    }),
  );
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(10);
});

test('two hundred events are all listed, of two hundred and one the last is counted', async () => {
  const rows = (page: string) => page.match(/<td class="t">/g)?.length;
  const [all, cut] = [await htmlOf(manyEvents(200)), await htmlOf(manyEvents(201))];
  expect([rows(all), rows(cut)]).toEqual([200, 200]);
  expect(all).not.toContain(' more</strong>');
  expect(cut).toContain('<strong>1 more</strong>');
});

test('thousands of events with long records stay under 400 kB', async () => {
  expect(Buffer.byteLength(await htmlOf(manyEvents(5000)))).toBeLessThan(400_000);
});

test('custody that is broken or missing, and a measure that does not hold, are marked', async () => {
  const [first, second] = layeringAlert.events;
  const events = [first, second].flatMap((event) => (event === undefined ? [] : [event]));
  const [broken, missing] = events.map((event, at) => ({
    ...event,
    raw: at === 0 && event.raw !== null ? { ...event.raw, sha256: hash('other') } : null,
  }));
  const page = await htmlOf(
    explainAlert({
      ...layeringAlert,
      alert: alert({ evidence_count: 2, measures: { layers: '2' } }),
      events: [broken, missing].flatMap((event) => (event === undefined ? [] : [event])),
    }),
  );
  expect(page).toContain('✕ Broken');
  expect(page).toContain('? Raw record not at hand');
  expect(page).toContain('✕ No<');
  expect(page).toContain('Not everything agrees.');
  expect(page).not.toContain('✓ Confirmed');
});

function timelineOf(events: (typeof layeringAlert)['events']): Drawing | null {
  return drawTimeline(explainAlert({ ...layeringAlert, events }));
}

test('marks stand left to right by time and bottom to top by price, from edge to edge', () => {
  const at = (number: number, afterNs: bigint, price: string) =>
    explained({ number, role: 'layer', afterNs, row: { price }, text: '' });
  const drawn = timelineOf([at(1, 0n, '10'), at(2, 1n, '12'), at(3, 4n, '11')]);
  const marks = drawn?.shapes.flatMap((shape) =>
    'path' in shape && shape.fill !== null ? [shape.path] : [],
  );
  expect(marks?.slice(0, 3).map((path) => /^M([\d.]+) ([\d.]+)/.exec(path)?.slice(1))).toEqual([
    ['85', '200'],
    ['282.5', '16'],
    ['875', '108'],
  ]);
});

test('events without a price have a lane of their own, one instant stands in the middle, nothing draws nothing', () => {
  const drawn = timelineOf([
    explained({ number: 1, role: 'pull', afterNs: 0n, row: { price: null }, text: '' }),
  ]);
  expect(drawn?.shapes).toContainEqual(expect.objectContaining({ text: 'no price' }));
  expect(drawn?.shapes).toContainEqual(
    expect.objectContaining({ path: expect.stringMatching(/^M480 224a/) as string }),
  );
  expect(timelineOf([])).toBeNull();
});
