import { fillLines } from './cases/fill-lines.js';

/** A new pattern's folder as texts by path below it: it loads, lints and tests as it stands. */
export function scaffoldPattern(id: string): ReadonlyMap<string, string> {
  return new Map([
    ['pattern.yaml', patternYaml(id)],
    ['alerts.sql', ALERTS_SQL],
    ['evidence.sql', EVIDENCE_SQL],
    ['README.md', readme(id)],
    ['cases/exactly-at-the-threshold/order_events.jsonl', fillLines(['500', '500'])],
    ['cases/exactly-at-the-threshold/expected.yaml', AT_THRESHOLD],
    ['cases/one-share-short/order_events.jsonl', fillLines(['500', '499'])],
    ['cases/one-share-short/expected.yaml', '[]\n'],
    ['canary/order_events.jsonl', fillLines(['500000', '500000'])],
    [
      'canary/expected.yaml',
      '- subject: {account_id: "A1", symbol: "XYZ"}\n  measures: {quantity: "1000000"}\n',
    ],
  ]);
}

function patternYaml(id: string): string {
  return `id: ${id}
version: 1
catalogue: 0
title: Accounts that trade much of one symbol
behaviour: >-
  Say in two sentences what a person does. This example finds accounts that trade at least so many shares of a symbol in a day.
cites: [FINRA 3110]
workload: surveillance
reads:
  order_events: [event_id, event_type, event_ts_ns, symbol, account_id, qty]
settings:
  min_quantity:
    type: quantity
    default: "1000"
    min: "1"
    meaning: Least quantity that the account fills in the symbol on the day, inclusive.
    source: proposed
subject: [account_id, symbol]
measures:
  quantity:
    meaning: What the account filled in the symbol on the day.
    unit: shares
    setting: min_quantity
    compare: at_least
  fills:
    meaning: Fills that make it up.
    unit: fills
roles:
  fill: A fill of the account in the symbol.
severity:
  start: 30
  medium: 40
  high: 70
  source: proposed
  parts:
    quantity: {points: 50, full: 10 times}
    fills: {points: 20, from: "1", full: "100"}
`;
}

const ALERTS_SQL = `-- One row per account and symbol with at least so many shares filled on the day.
WITH totals AS (
  SELECT account_id, symbol,
    MIN(event_id) AS episode_id,
    MIN(event_ts_ns) AS first_ts_ns,
    MAX(event_ts_ns) AS last_ts_ns,
    CAST(SUM(qty) AS DECIMAL(28,6)) AS quantity,
    COUNT(*) AS fills
  FROM order_events
  WHERE event_type = 'fill' AND account_id IS NOT NULL AND qty IS NOT NULL
  GROUP BY account_id, symbol
)
SELECT t.account_id, t.symbol, t.episode_id, t.first_ts_ns, t.last_ts_ns, t.quantity, t.fills
FROM totals t
WHERE t.quantity >= :min_quantity
ORDER BY t.first_ts_ns, t.episode_id
`;

const EVIDENCE_SQL = `-- The fills behind each row of alerts.
SELECT a.episode_id, 'order_events' AS dataset, f.event_id, 'fill' AS role, f.event_ts_ns
FROM alerts a
JOIN order_events f ON f.account_id = a.account_id AND f.symbol = a.symbol
WHERE f.event_type = 'fill' AND f.qty IS NOT NULL
ORDER BY a.episode_id, f.event_ts_ns, f.event_id
`;

const AT_THRESHOLD = `- subject: {account_id: "A1", symbol: "XYZ"}
  measures: {quantity: "1000", fills: "2"}
  evidence:
    fill: [f1, f2]
`;

function readme(id: string): string {
  return `# ${id}

Finds accounts that fill at least \`min_quantity\` shares of a symbol in a day. One alert per account and symbol. Rules: FINRA 3110.

## What it sees

- Fills that carry an account (case \`exactly-at-the-threshold\`).

## What it cannot see

- An owner who spreads the shares over several accounts, and anything under the threshold (\`one-share-short\`).

## What it confuses

- Market makers and block desks, whose business it is.

## Settings

| setting | default | unit | source |
|---|---|---|---|
| \`min_quantity\` | 1000 | shares, inclusive | proposed |
`;
}
