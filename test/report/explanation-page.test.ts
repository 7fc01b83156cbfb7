import { expect, test } from 'vitest';
import type { Explanation } from '../../src/domain/generated/explanation.js';
import { drawChart } from '../../src/report/charts/draw-chart.js';
import { eventTimeline } from '../../src/report/event-timeline.js';
import { explainAlert } from '../../src/report/explain-alert.js';
import { explanationPage } from '../../src/report/explanation-page.js';
import { palette } from '../../src/report/palette.js';
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

/** The places of the timeline's marks, in its order, and what is written in it. */
async function timelineOf(events: (typeof layeringAlert)['events']) {
  const chart = eventTimeline(explainAlert({ ...layeringAlert, events }));
  if (chart === null) return null;
  const { shapes } = await drawChart(chart);
  return {
    marks: shapes.flatMap((shape) =>
      'path' in shape && shape.stroke === palette.paper ? [{ x: shape.x ?? 0, y: shape.y ?? 0 }] : [],
    ),
    texts: shapes.flatMap((shape) => ('text' in shape ? [shape.text] : [])),
  };
}

test('marks stand left to right by time and bottom to top by price, from edge to edge', async () => {
  const at = (number: number, afterNs: bigint, price: string) =>
    explained({ number, role: 'layer', afterNs, row: { price }, text: '' });
  const drawn = await timelineOf([at(1, 0n, '10'), at(2, 1n, '12'), at(3, 4n, '11')]);
  const [first, second, third, ...more] = drawn?.marks ?? [];
  expect(more).toEqual([]);
  if (first === undefined || second === undefined || third === undefined) throw new Error('three marks');
  expect((second.x - first.x) / (third.x - first.x)).toBeCloseTo(1 / 4, 3);
  expect((first.y - third.y) / (first.y - second.y)).toBeCloseTo(1 / 2, 3);
  expect(first.y - second.y).toBe(190);
  expect(drawn?.texts).toEqual(expect.arrayContaining(['10.00', '11.00', '12.00']));
});

test('events without a price have a lane of their own below, nothing draws nothing', async () => {
  const at = (number: number, price: string | null) =>
    explained({ number, role: 'pull', afterNs: 0n, row: { price }, text: '' });
  const drawn = await timelineOf([at(1, '10'), at(2, null)]);
  expect(drawn?.texts).toContain('no price');
  const [priced, unpriced] = drawn?.marks ?? [];
  expect(unpriced?.x).toBe(priced?.x);
  expect(unpriced?.y).toBeGreaterThan(priced?.y ?? 1000);
  expect(await timelineOf([])).toBeNull();
});
