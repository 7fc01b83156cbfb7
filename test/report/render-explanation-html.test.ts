import { expect, test } from 'vitest';
import { drawTimeline } from '../../src/report/draw-timeline.js';
import { explainAlert } from '../../src/report/explain-alert.js';
import { htmlSource } from '../../src/report/html.js';
import { renderExplanationHtml } from '../../src/report/render-explanation-html.js';
import { alert, hostileText } from './sample-documents.js';
import { explained, layeringAlert } from './sample-explanation.js';
import { hash } from './sample-surroundings.js';

const explanation = explainAlert(layeringAlert);

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
  const page = renderExplanationHtml(explanation);
  expect(renderExplanationHtml(structuredClone(explanation))).toBe(page);
  await expect(page).toMatchFileSnapshot('../golden/explanation.html');
});

test('hostile text is inert in the table, the timeline and the story', () => {
  const event = explained({
    number: 1,
    role: hostileText,
    afterNs: 0n,
    row: { event_type: hostileText, symbol: hostileText, price: hostileText },
    text: hostileText,
  });
  const page = renderExplanationHtml(
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

test('two hundred events are all listed, of two hundred and one the last is counted', () => {
  const rows = (page: string) => page.match(/<td class="t">/g)?.length;
  const [all, cut] = [renderExplanationHtml(manyEvents(200)), renderExplanationHtml(manyEvents(201))];
  expect([rows(all), rows(cut)]).toEqual([200, 200]);
  expect(all).not.toContain(' more</strong>');
  expect(cut).toContain('<strong>1 more</strong>');
});

test('thousands of events with long records stay under 400 kB', () => {
  expect(Buffer.byteLength(renderExplanationHtml(manyEvents(5000)))).toBeLessThan(400_000);
});

test('custody that is broken or missing, and a measure that does not hold, are marked', () => {
  const [first, second] = layeringAlert.events;
  const events = [first, second].flatMap((event) => (event === undefined ? [] : [event]));
  const [broken, missing] = events.map((event, at) => ({
    ...event,
    raw: at === 0 && event.raw !== null ? { ...event.raw, sha256: hash('other') } : null,
  }));
  const page = renderExplanationHtml(
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

function timelineOf(events: (typeof layeringAlert)['events']): string {
  const timeline = drawTimeline(explainAlert({ ...layeringAlert, events }));
  return timeline === null ? '' : htmlSource(timeline);
}

test('marks stand left to right by time and bottom to top by price, from edge to edge', () => {
  const at = (number: number, afterNs: bigint, price: string) =>
    explained({ number, role: 'layer', afterNs, row: { price }, text: '' });
  const drawn = timelineOf([at(1, 0n, '10'), at(2, 1n, '12'), at(3, 4n, '11')]);
  const marks = [...drawn.matchAll(/<circle cx="([0-9.]+)" cy="([0-9.]+)" r="5"\/>(?=<title>)/g)];
  expect(marks.map(([, x, y]) => [x, y])).toEqual([
    ['90.0', '200.0'],
    ['287.5', '16.0'],
    ['880.0', '108.0'],
  ]);
});

test('events without a price have a lane of their own, one instant stands in the middle, nothing draws nothing', () => {
  const drawn = timelineOf([
    explained({ number: 1, role: 'pull', afterNs: 0n, row: { price: null }, text: '' }),
  ]);
  expect(drawn).toContain('>no price</text>');
  expect(drawn).toContain('cx="485.0" cy="224"');
  expect(timelineOf([])).toBe('');
});
