import { expect, test } from 'vitest';
import { explainAlert } from '../../src/report/explain-alert.js';
import { renderExplanationText } from '../../src/report/render-explanation-text.js';
import { displayWidth } from '../../src/report/wrap-text.js';
import { alert, evidence, hostileText } from './sample-documents.js';
import { explained, layeringAlert } from './sample-explanation.js';
import { hash } from './sample-surroundings.js';

const explanation = explainAlert(layeringAlert);

test('the explanation renders as the golden file', async () => {
  await expect(renderExplanationText(explanation, { width: 80 })).toMatchFileSnapshot(
    '../golden/explanation.txt',
  );
});

const hostile = explainAlert({
  ...layeringAlert,
  alert: alert({
    subject: { [hostileText]: `${hostileText} 東京 ${'x'.repeat(300)}` },
    measures: { [hostileText]: hostileText },
  }),
  pattern: {
    ...layeringAlert.pattern,
    title: hostileText,
    cites: [hostileText],
    roles: { [hostileText]: hostileText },
  },
  events: [
    {
      ...explained({
        number: 1,
        role: hostileText,
        afterNs: 0n,
        row: { event_type: hostileText, symbol: hostileText, qty: hostileText, price: hostileText },
        text: `${hostileText}\r\n\u001b]0;title\u0007`,
      }),
      evidence: evidence({ event_id: hostileText, role: hostileText, event_ts_ns: '99999999999999999999' }),
    },
  ],
});

test.each([1, 40, 79, 80, 200])('no line is wider than %i columns, or 40 when that is less', (width) => {
  for (const document of [explanation, hostile]) {
    const lines = renderExplanationText(document, { width }).split('\n');
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(Math.max(width, 40));
  }
});

test('a width under 40 columns is taken as 40', () => {
  expect(renderExplanationText(explanation, { width: 39 })).toBe(
    renderExplanationText(explanation, { width: 40 }),
  );
});

test('no hostile character reaches the terminal', () => {
  const text = renderExplanationText(hostile, { width: 400 });
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(text).toContain('\\x1b[31m\\u{202e}gnp.exe');
  expect(text).toContain('\\x1b]0;title\\x07');
});

test('of events beyond the limit only the number is shown', () => {
  const text = renderExplanationText(explanation, { width: 80, max_events: 4 });
  expect(text.match(/│/g)).toHaveLength(4);
  expect(text).toContain('  … and 1 more\n');
  expect(renderExplanationText(explanation, { width: 80, max_events: 5 })).not.toContain('more\n');
});

test('thousands of events stay a short text', () => {
  const events = Array.from({ length: 5000 }, (_, number) =>
    explained({ number, role: 'layer', afterNs: BigInt(number), row: {}, text: 'x'.repeat(5000) }),
  );
  const text = renderExplanationText(
    explainAlert({ ...layeringAlert, alert: alert({ evidence_count: 5000 }), events }),
    { width: 80 },
  );
  expect(text).toContain('… and 4,980 more');
  expect(text).toContain('… 5,000 characters in all');
  expect(text.length).toBeLessThan(20_000);
});

test('doubts and broken custody are shown', () => {
  const [first] = layeringAlert.events;
  const raw = first?.raw === null || first === undefined ? null : { ...first.raw, sha256: hash('other') };
  const events = first === undefined ? [] : [{ ...first, raw }];
  const text = renderExplanationText(explainAlert({ ...layeringAlert, events }), { width: 120 });
  expect(text).toContain('  ! the alert declares 5 evidence rows, but 1 are at hand');
  expect(text).toContain('byte 110485, broken');
  expect(text).toContain('(events: 1 broken)');
});

test('an alert without events at hand still says what it declares', () => {
  const text = renderExplanationText(explainAlert({ ...layeringAlert, events: [] }), { width: 80 });
  expect(text).toContain('! the alert declares 5 evidence rows, but 0 are at hand');
  expect(text).not.toContain('Events, New York time');
});
