import { expect, test } from 'vitest';
import type { Alert } from '../../src/domain/generated/alert.js';
import { diffAlerts, type FoundAlerts } from '../../src/surveillance/diff-alerts.js';

type Part = Partial<
  Pick<Alert, 'pattern_id' | 'pattern_version' | 'subject' | 'measures' | 'severity' | 'score'>
> & {
  events: string[];
};

function found(alerts: Record<string, Part>): FoundAlerts {
  return {
    alerts: Object.entries(alerts).map(([alert_id, { events, ...part }]) => ({
      ...{
        alert_id,
        pattern_id: 'wash-trade',
        pattern_version: 1,
        settings_sha256: '',
        trade_date: '2026-11-20',
      },
      ...{ severity: 'high' as const, score: 80, score_start: 80, score_parts: [] },
      ...{ subject: { owner_id: 'O1', symbol: 'XYZ' }, measures: { fills: '2' } },
      ...{ first_ts_ns: '0', last_ts_ns: '0', evidence_count: events.length },
      ...part,
    })),
    evidence: Object.entries(alerts).flatMap(([alert_id, { events }]) =>
      events.map((event_id) => ({
        alert_id,
        dataset: 'order_events' as const,
        event_id,
        role: 'r',
        event_ts_ns: '0',
      })),
    ),
  };
}

test('the same id is the same alert', () => {
  expect(diffAlerts(found({ a: { events: ['1'] } }), found({ a: { events: ['1'] } }))).toEqual({
    ...{ same: 1, added: [], gone: [], changed: [], rescored: [] },
  });
});

test('the same id with another score or severity is rescored, and still the same', () => {
  const [high, more, low] = [{}, { score: 81 }, { severity: 'medium' as const }].map((part) =>
    found({ a: { events: ['1'], ...part } }),
  ) as [FoundAlerts, FoundAlerts, FoundAlerts];
  expect(diffAlerts(high, more)).toMatchObject({
    ...{ same: 1, changed: [], added: [], gone: [] },
    rescored: [{ before: { alert_id: 'a', score: 80 }, after: { alert_id: 'a', score: 81 } }],
  });
  expect(diffAlerts(high, low).rescored).toMatchObject([
    { before: { severity: 'high' }, after: { severity: 'medium' } },
  ]);
});

test('another id about the same subject that shares an event is a changed alert, with what differs', () => {
  const diff = diffAlerts(
    found({ a: { events: ['1', '2'], measures: { fills: '2', gap: null } } }),
    found({ b: { events: ['2', '3', '4'], measures: { fills: '3', gap: null }, pattern_version: 2 } }),
  );
  expect(diff).toMatchObject({ same: 0, added: [], gone: [] });
  expect(diff.changed).toMatchObject([
    {
      ...{ before: { alert_id: 'a', pattern_version: 1 }, after: { alert_id: 'b', pattern_version: 2 } },
      ...{ measures: { fills: ['2', '3'] }, evidence_added: 2, evidence_gone: 1 },
    },
  ]);
  expect(diff.changed[0]?.measures).not.toHaveProperty('gap');
});

test.each([
  ['evidence that shares no event', { events: ['9'] }],
  ['another subject', { events: ['1'], subject: { owner_id: 'O2', symbol: 'XYZ' } }],
  ['another pattern', { events: ['1'], pattern_id: 'layering' }],
])('%s makes one alert gone and one added', (_, part) => {
  const diff = diffAlerts(found({ a: { events: ['1'] } }), found({ b: part }));
  expect(diff).toMatchObject({ same: 0, added: [{ alert_id: 'b' }], gone: [{ alert_id: 'a' }], changed: [] });
});

test('an alert that was split is paired with the part that shares most, the rest is added', () => {
  const diff = diffAlerts(
    found({ a: { events: ['1', '2', '3'] } }),
    found({ b: { events: ['2', '3'] }, c: { events: ['1'] } }),
  );
  expect(diff).toMatchObject({
    changed: [{ after: { alert_id: 'b' } }],
    added: [{ alert_id: 'c' }],
    gone: [],
  });
});
