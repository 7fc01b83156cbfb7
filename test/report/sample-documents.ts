import type { Alert } from '../../src/domain/generated/alert.js';
import type { Evidence } from '../../src/domain/generated/evidence.js';
import type { LedgerEntry } from '../../src/domain/generated/ledger-day.js';
import type { PatternSpec } from '../../src/domain/generated/pattern.js';
import type { Rejection } from '../../src/domain/generated/rejection.js';
import type { DeliveryOutcome, PatternOutcome, Run } from '../../src/domain/generated/run.js';
import type { Totals } from '../../src/domain/generated/totals.js';
import type { ReportInput } from '../../src/report/report-input.js';
import { type AlertScore, scoreAlert } from '../../src/surveillance/score-alert.js';
import { hash, nothingElse, source } from './sample-surroundings.js';

export function totals(counts: Partial<Totals>): Totals {
  return {
    read: 0,
    accepted: 0,
    rejected: 0,
    duplicates: 0,
    ignored: 0,
    control_lines: 2,
    bytes: 0,
    ...counts,
  };
}

export function delivery(part: Partial<DeliveryOutcome>): DeliveryOutcome {
  return {
    file: 'acme-orders-2026-11-20.psv.gz',
    feed: 'acme-orders',
    dataset: 'order_events',
    sha256: hash('acme'),
    status: 'published',
    commit_id: hash('commit'),
    totals: totals({ read: 48_211, accepted: 48_190, rejected: 17, duplicates: 4, bytes: 5_113_904 }),
    refusals: [],
    ...part,
  };
}

export function outcome(part: Partial<PatternOutcome>): PatternOutcome {
  return {
    pattern_id: 'layering',
    version: 1,
    title: 'Orders layered on one side and cancelled after a fill on the other',
    severity: null,
    settings: { max_lifetime_ns: '5000000000', min_layers: '3', min_cancelled_qty: '1000' },
    settings_sha256: hash('settings'),
    sql_sha256: hash('sql'),
    scoring_sha256: hash('scoring'),
    plan_id: hash('plan'),
    outcome: 'clear',
    reason: null,
    alerts: 0,
    events_seen: 48_190,
    instruments_seen: 214,
    ...part,
  };
}

export const layering: PatternSpec = {
  id: 'layering',
  version: 1,
  catalogue: 3,
  title: 'Orders layered on one side and cancelled after a fill on the other',
  behaviour:
    'Someone shows several orders on one side that are not meant to trade, so that the price moves. After a fill on the other side the shown orders are cancelled.',
  cites: ['FINRA 5210.03', 'SEA 9(a)(2)'],
  workload: 'surveillance',
  reads: { order_events: ['event_id', 'event_type', 'event_ts_ns', 'symbol', 'account_id', 'side', 'qty'] },
  settings: {
    max_lifetime_ns: {
      type: 'duration',
      default: '10s',
      meaning: 'Longest life of a layer.',
      source: 'proposed',
    },
    min_layers: { type: 'count', default: '3', meaning: 'Fewest layers.', source: 'proposed' },
    min_cancelled_qty: { type: 'quantity', default: '1000', meaning: 'Least quantity.', source: 'proposed' },
  },
  subject: ['account_id', 'symbol'],
  measures: {
    layers: {
      meaning: 'Orders shown and then cancelled',
      unit: 'orders',
      setting: 'min_layers',
      compare: 'at_least',
    },
    cancelled_qty: {
      meaning: 'Quantity of those orders',
      unit: 'shares',
      setting: 'min_cancelled_qty',
      compare: 'at_least',
    },
    lifetime_ns: {
      meaning: 'Longest time that one of them stood',
      unit: 'ns',
      setting: 'max_lifetime_ns',
      compare: 'at_most',
    },
    filled_qty: { meaning: 'Quantity filled on the other side', unit: 'shares' },
  },
  roles: {
    layer: 'order shown on one side',
    fill: 'execution on the other side',
    pull: 'cancellation of a shown order',
  },
  severity: {
    start: 55,
    medium: 40,
    high: 60,
    source: 'proposed',
    parts: {
      layers: { points: 15, full: '5 times' },
      cancelled_qty: { points: 15, full: '10000' },
      lifetime_ns: { points: 15, full: '0s' },
    },
  },
};

export const washTrade: PatternSpec = {
  ...layering,
  id: 'wash-trade',
  catalogue: 1,
  title: 'Trades between accounts of one beneficial owner',
};

/** A score that is made of nothing but what every alert has. */
export function scoreOf(severity: Alert['severity'], score: number): AlertScore {
  return { severity, score, score_start: score, score_parts: [] };
}

/** 09:31:07.123456789 in New York on 2026-11-20. */
export const openingNs = 1_795_185_067_123_456_789n;

const layeringMeasures = {
  layers: '3',
  cancelled_qty: '1500.000000',
  lifetime_ns: '2250000000',
  filled_qty: '100.000000',
};

/** 55 for an alert, nothing for 3 layers and for 1,500 shares, 8 of 15 for 2.25 s of 5 s: 63, high. */
const layeringScore = scoreAlert(layering, { measures: layeringMeasures, settings: outcome({}).settings });

export function alert(part: Partial<Alert>): Alert {
  return {
    alert_id: hash('alert'),
    pattern_id: 'layering',
    pattern_version: 1,
    settings_sha256: hash('settings'),
    trade_date: '2026-11-20',
    ...layeringScore,
    subject: { account_id: 'A-1017', symbol: 'ZXZZT' },
    first_ts_ns: openingNs.toString(),
    last_ts_ns: (openingNs + 2_250_000_000n).toString(),
    measures: layeringMeasures,
    evidence_count: 3,
    ...part,
  };
}

export function evidence(part: Partial<Evidence>): Evidence {
  return {
    alert_id: hash('alert'),
    dataset: 'order_events',
    event_id: 'event-1',
    role: 'layer',
    event_ts_ns: openingNs.toString(),
    ...part,
  };
}

export function rejection(part: Partial<Rejection>): Rejection {
  return {
    feed: 'acme-orders',
    file: 'acme-orders-2026-11-20.psv.gz',
    source_sha256: hash('acme'),
    line: 1042,
    byte_offset: 110_394,
    field: 'px',
    value: '12,50',
    rule: 'decimal(18,8)',
    code: 'value-not-decimal',
    message: 'column "px" is "12,50", expected decimal(18,8)',
    record: 'N|2026|12,50',
    ...part,
  };
}

export function run(part: Partial<Run>): Run {
  return {
    format: 1,
    run_id: hash('run'),
    trade_date: '2026-11-20',
    tapewarden_version: '0.1.0',
    deliveries: [delivery({})],
    missing_feeds: [],
    inputs: [
      {
        dataset: 'order_events',
        feed: 'acme-orders',
        key: 'data/order_events/trade_date=2026-11-20/feed=acme-orders/0.parquet',
        sha256: hash('input'),
        bytes: 2_201_377,
        rows: 48_190,
      },
    ],
    patterns: [outcome({})],
    alerts_key: 'runs/2026-11-20/alerts.parquet',
    evidence_key: 'runs/2026-11-20/evidence.parquet',
    ...part,
  };
}

const alertIds = ['a1', 'b2', 'c3'].map(hash);

/** What a feed owed at 18:30 in New York; a complete one has a file that came so much later. */
export function ledgerEntry(part: {
  feed: string;
  verdict?: LedgerEntry['verdict'];
  late_by_ns?: string;
}): LedgerEntry {
  const { feed, verdict = 'complete', late_by_ns = '0' } = part;
  const due = 1_795_217_400_000_000_000n;
  const gone = {
    code: 'ledger-missing',
    weight: 'gap',
    brief: 'missing',
    message: 'nothing arrived',
  } as const;
  return {
    ...{ format: 1, trade_date: '2026-11-20', feed, datasets: ['order_events'], calendar: 'us-equities' },
    session: { kind: 'regular', name: null },
    ...{ due: 'daily', due_at_ns: String(due), zone: 'America/New_York', asked_at_ns: String(due), verdict },
    findings: verdict === 'complete' ? [] : [gone],
    deliveries:
      verdict === 'complete'
        ? [
            {
              ...{ file: 'acme-orders-2026-11-20.psv.gz', sha256: hash('acme'), bytes: 5_113_904 },
              received_at_ns: String(due + BigInt(late_by_ns)),
              late_by_ns: late_by_ns === '0' ? null : late_by_ns,
              ...{ state: 'received', sequence: null, part: null, totals: null, repaired: 3, control: [] },
              ...{ commit_id: hash('commit'), entry: 1, faults: [] },
            },
          ]
        : [],
  };
}

/** A day on which everything happened: a refused file, a missing feed, rejections, and all four outcomes. */
export const eventfulDay: ReportInput = {
  ...nothingElse,
  rejection_counts: {
    reasons: [
      { feed: 'acme-orders', code: 'value-missing', faults: 1, records: 1 },
      { feed: 'acme-orders', code: 'value-not-decimal', faults: 17, records: 16 },
    ],
    listed: 17,
    unlisted: 0,
    removed: 0,
  },
  sources: [source({})],
  run: run({
    deliveries: [
      delivery({}),
      delivery({
        file: 'bolt-20261120.fix',
        feed: 'bolt-fix',
        sha256: hash('bolt'),
        commit_id: hash('bolt-commit'),
        status: 'already_published',
        totals: totals({ read: 9_310, accepted: 9_310, ignored: 412, bytes: 1_877_002 }),
      }),
      delivery({
        file: 'cedar-2026-11-20.jsonl.zst',
        feed: 'cedar-cat',
        sha256: hash('cedar'),
        status: 'refused',
        commit_id: null,
        totals: totals({ read: 7_500, accepted: 7_500, bytes: 3_010_113 }),
        refusals: [
          {
            code: 'control-total-differs',
            message: 'cedar-2026-11-20.jsonl.zst:7501: trailer declares 7,502 records, 7,500 were counted',
          },
        ],
      }),
    ],
    missing_feeds: ['tape-quotes'],
    patterns: [
      outcome({ severity: 'high', outcome: 'alerts', alerts: 3 }),
      outcome({
        pattern_id: 'wash-trade',
        title: washTrade.title,
        settings: { window_ns: '60000000000', min_quantity: '100' },
      }),
      outcome({
        pattern_id: 'marking-the-close',
        title: 'Trades that move the closing price',
        outcome: 'inconclusive',
        reason: 'dataset quotes has no published data for 2026-11-20 (feed tape-quotes)',
        events_seen: 0,
        instruments_seen: 0,
        settings: { window_ns: '300000000000' },
      }),
      outcome({
        pattern_id: 'restricted-list',
        title: 'Orders in restricted instruments',
        outcome: 'failed',
        reason: 'the embedded database says "out of memory" [database-failed]',
        events_seen: 0,
        instruments_seen: 0,
        settings: {},
      }),
    ],
  }),
  alerts: [
    alert({
      alert_id: alertIds[2] ?? '',
      ...scoreOf('medium', 50),
      subject: { account_id: 'B-2204', symbol: 'ZVZZT' },
      first_ts_ns: (openingNs + 3_600_000_000_001n).toString(),
      last_ts_ns: (openingNs + 3_600_250_000_001n).toString(),
      measures: { layers: '4', cancelled_qty: '12000.000000', lifetime_ns: '250000000', filled_qty: null },
    }),
    alert({
      alert_id: alertIds[1] ?? '',
      first_ts_ns: (openingNs + 1n).toString(),
      last_ts_ns: (openingNs + 2_250_000_001n).toString(),
    }),
    alert({ alert_id: alertIds[0] ?? '', measures: { ...alert({}).measures, cancelled_qty: '1000.000000' } }),
  ],
  evidence: alertIds.flatMap((alert_id) =>
    ['layer', 'fill', 'pull'].map((role) => evidence({ alert_id, role, event_id: `${alert_id}-${role}` })),
  ),
  rejections: [
    rejection({}),
    rejection({ line: 1043, byte_offset: 110_500 }),
    rejection({
      line: 20_117,
      byte_offset: 2_000_019,
      field: 'sym',
      value: '',
      code: 'value-missing',
      message: 'column "sym" is empty, expected a symbol',
    }),
  ],
  ledger: {
    entries: [
      ledgerEntry({ feed: 'acme-orders', late_by_ns: '900000000001' }),
      ledgerEntry({ feed: 'tape-quotes', verdict: 'incomplete' }),
    ],
  },
  quarantine: [
    { feed: 'acme-orders', rejected: 17, repaired: 3, withdrawn: 2, open: 12, unlisted: 0 },
    { feed: 'bolt-fix', rejected: 0, repaired: 0, withdrawn: 0, open: 0, unlisted: 0 },
  ],
  patterns: [layering, washTrade],
};

/** Another fault for the eventful day: text that tries to break out of a page or to act on a terminal. */
export const hostileText = '<script>alert(1)</script>"\'&\u001b[31m\u202egnp.exe\u0000\u200b\u0001';
