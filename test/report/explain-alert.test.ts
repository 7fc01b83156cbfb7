import { expect, test } from 'vitest';
import { explainAlert } from '../../src/report/explain-alert.js';
import type { ExplainedEvent } from '../../src/report/trace-custody.js';
import { schemaErrors } from '../support/schema-errors.js';
import { alert, evidence, layering, openingNs } from './sample-documents.js';
import { explained, layeringAlert } from './sample-explanation.js';
import { hash } from './sample-surroundings.js';

const sell = explained({
  number: 1,
  role: 'layer',
  afterNs: 0n,
  row: { event_type: 'new', side: 'sell', qty: '500.000000', price: '10.04000000' },
  text: 'N|500',
});

function explain(event: ExplainedEvent) {
  return explainAlert({ ...layeringAlert, alert: alert({ evidence_count: 1 }), events: [event] });
}

test('the explanation is valid against its schema, also without events', () => {
  expect(schemaErrors('explanation', [explainAlert(layeringAlert)])).toEqual([]);
  expect(schemaErrors('explanation', [explainAlert({ ...layeringAlert, events: [] })])).toEqual([]);
});

test('the story says who, when, what in order of time, and why', () => {
  expect(explainAlert(layeringAlert).story).toBe(
    'This alert is about account A-1017, symbol ZXZZT, on 2026-11-20 from 09:31:07.123456789 to 09:31:09.373456789 New York time (2.25 s). ' +
      'From 09:31:07.123456789, 3 × layer (order shown on one side): new sell, 1,500 shares in all, at 10.04 to 10.06. ' +
      'At 09:31:08.873456789, 1 × fill (execution on the other side): fill buy, 100 shares, at 10.00. ' +
      'At 09:31:09.373456789, 1 × pull (cancellation of a shown order): cancel sell, 500 shares. ' +
      'It fired because layers is 3 orders (at least 3), cancelled_qty is 1,500 shares (at least 1,000) and lifetime_ns is 2.25 s (at most 5 s).',
  );
});

test('the order of events does not change the explanation', () => {
  const reversed = { ...layeringAlert, events: layeringAlert.events.toReversed() };
  expect(explainAlert(reversed)).toEqual(explainAlert(layeringAlert));
});

test('events stand in order of time with their distance from the first, to the nanosecond', () => {
  const { events, doubts } = explainAlert(layeringAlert);
  expect(events.map(({ role, since_first_ns }) => [role, since_first_ns])).toEqual([
    ['layer', '0'],
    ['layer', '10'],
    ['layer', '20'],
    ['fill', '1750000000'],
    ['pull', '2250000000'],
  ]);
  expect(doubts).toEqual([]);
});

test('an event whose evidence, row and raw record agree is confirmed', () => {
  expect(explain(sell).events[0]?.custody).toMatchObject({ state: 'confirmed', differences: [] });
});

test.each<[string, Partial<NonNullable<ExplainedEvent['raw']>>, string]>([
  ['hash', { sha256: hash('other') }, 'delivery hash is'],
  ['line', { line: 1043 }, 'line is 1042, but 1043 one step on'],
  ['byte', { byte_offset: 110_098 }, 'byte is 110097, but 110098 one step on'],
])('a raw record of another %s breaks custody', (_, part, difference) => {
  const raw = sell.raw === null ? null : { ...sell.raw, ...part };
  const { events, doubts } = explain({ ...sell, raw });
  expect(events[0]?.custody.state).toBe('broken');
  expect(events[0]?.custody.differences).toEqual([expect.stringContaining(difference)]);
  expect(doubts).toEqual(['1 events do not lead back to the raw record that their row names']);
});

test('a row of another event or another nanosecond breaks custody', () => {
  const row = { ...sell.row, event_id: 'other', event_ts_ns: (openingNs + 1n).toString() };
  expect(explain({ ...sell, row }).events[0]?.custody).toMatchObject({
    state: 'broken',
    differences: [expect.stringContaining('event id'), expect.stringContaining('event time')],
  });
});

test('a raw record that is not at hand is missing, never confirmed', () => {
  const { events, doubts } = explain({ ...sell, raw: null });
  expect(events[0]?.custody.state).toBe('missing');
  expect(doubts).toEqual(['the raw records of 1 events are not at hand']);
});

test('evidence that is not at hand, foreign, or of an unknown role is doubted', () => {
  const stranger = {
    ...sell,
    evidence: evidence({ ...sell.evidence, alert_id: hash('other'), role: 'decoy' }),
  };
  expect(explainAlert({ ...layeringAlert, events: [stranger] }).doubts).toEqual([
    'the alert declares 5 evidence rows, but 1 are at hand',
    '1 events belong to another alert',
    'the specification has no role decoy',
  ]);
});

test('a measure outside its setting or without comparison is doubted', () => {
  const measures = { ...layeringAlert.alert.measures, layers: '2', lifetime_ns: null };
  const { doubts, story } = explainAlert({
    ...layeringAlert,
    alert: { ...layeringAlert.alert, measures },
  });
  expect(doubts).toEqual([
    'the alert was scored 63, high, but the specification at hand makes it 55, medium',
    'layers is outside its setting, so the alert should not have fired',
    'lifetime_ns cannot be compared with its setting',
  ]);
  expect(story).not.toContain('layers is 2');
});

test('a specification of another version is doubted', () => {
  const { doubts } = explainAlert({ ...layeringAlert, pattern: { ...layering, version: 2 } });
  expect(doubts).toEqual([
    'the alert is of layering version 1, but it is explained by the specification of layering version 2',
  ]);
});

test.each<[ExplainedEvent['evidence']['dataset'], Record<string, string | null>, string]>([
  ['trades', { qty: '100.000000', price: '10.00000000' }, 'trade 100 ZXZZT at 10.00'],
  [
    'quotes',
    { bid_price: '9.99000000', bid_qty: '300.000000', ask_price: null, ask_qty: null },
    'quote ZXZZT 300 at 9.99 / no ask',
  ],
  [
    'order_events',
    { event_type: 'new', side: 'sell_short', qty: '0.500000', price: null, ord_type: 'market' },
    'new sell short 0.50 ZXZZT at market',
  ],
])('an event of %s is described in a few words', (dataset, row, summary) => {
  const event = explained({ number: 1, role: 'layer', afterNs: 0n, row, text: '' });
  expect(explain({ ...event, evidence: { ...event.evidence, dataset } }).events[0]?.summary).toBe(summary);
});
