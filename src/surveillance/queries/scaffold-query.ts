import { fillLines } from '../cases/fill-lines.js';

/** A new predefined query's folder as texts by path below it: it loads, lints and tests as it stands. */
export function scaffoldQuery(id: string): ReadonlyMap<string, string> {
  return new Map([
    ['query.yaml', queryYaml(id)],
    ['query.sql', QUERY_SQL],
    ['cases/exactly-at-the-least/order_events.jsonl', fillLines(['500', '500'])],
    ['cases/exactly-at-the-least/expected.yaml', AT_LEAST],
    ['cases/one-share-short/order_events.jsonl', fillLines(['500', '499'])],
    ['cases/one-share-short/expected.yaml', '[]\n'],
  ]);
}

function queryYaml(id: string): string {
  return `id: ${id}
version: 1
title: What accounts filled of every symbol
question: >-
  Say in two sentences what is asked, and what an odd answer means. This example asks how many shares each account filled of a symbol.
cites: [FINRA 3110]
workload: predefined
reads:
  order_events: [event_type, symbol, account_id, qty]
settings:
  min_quantity:
    type: quantity
    default: "1000"
    min: "0"
    meaning: Least quantity of an account in a symbol that is shown, inclusive.
    source: proposed
columns:
  account_id: {type: text, unit: name, meaning: Account of the fills.}
  symbol: {type: text, unit: name, meaning: Symbol.}
  fills: {type: whole, unit: fills, meaning: Fills.}
  quantity: {type: decimal, unit: shares, meaning: Quantity of the fills.}
  average: {type: decimal, unit: shares per fill, meaning: Quantity of a fill on average., ratio_of: [quantity, fills]}
cannot_see:
  - "Fills that name no account."
key: [account_id, symbol]
order: [{column: quantity, descending: true}]
`;
}

const QUERY_SQL = `-- One row per account and symbol; key and order of query.yaml sort the rows.
SELECT account_id, symbol,
  COUNT(*) AS fills,
  CAST(SUM(qty) AS DECIMAL(38,6)) AS quantity
FROM order_events
WHERE event_type = 'fill' AND account_id IS NOT NULL AND qty IS NOT NULL
GROUP BY account_id, symbol
HAVING CAST(SUM(qty) AS DECIMAL(38,6)) >= :min_quantity
`;

const AT_LEAST = `- {account_id: "A1", symbol: "XYZ", fills: "2", quantity: "1000", average: "500"}
`;
