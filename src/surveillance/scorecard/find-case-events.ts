import type { Case, Labels } from '../../domain/generated/labels.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';

/** Cases of a labelled day by the events that are theirs, each as `eventKey` writes it. */
export type CaseEvents = ReadonlyMap<string, readonly Case[]>;

/** An event of a dataset as one text. */
export function eventKey({ dataset, event_id }: { dataset: string; event_id: string }): string {
  return `${dataset} ${event_id}`;
}

function nameOf({ imid, order_id }: Case['orders'][number]): string {
  return `${imid}|${order_id}`;
}

type Wanted = {
  dataset: string;
  /** Where its events are, if not in the view of its name. */
  view?: string;
  available: ReadonlySet<string>;
  names: ReadonlyMap<string, readonly Case[]>;
  sql: string;
};

/**
 * The canonical events of a labelled day's cases, from the views of a session: every event of their orders, their prints and quotes.
 *
 * Orders are found by (`imid`, `order_id`), those of earlier sessions in the history, prints by `trade_id`, quotes by the number that ends their `event_id`.
 */
export async function findCaseEvents(
  session: DuckDbSession,
  labels: Pick<Labels, 'cases'>,
  available: ReadonlySet<string>,
): Promise<CaseEvents> {
  const orders = named(labels.cases, ({ orders: own }) =>
    own.filter(({ sessions_ago }) => sessions_ago === undefined).map(nameOf),
  );
  const earlier = named(labels.cases, ({ orders: own }) =>
    own.flatMap((order) =>
      order.sessions_ago === undefined ? [] : `${nameOf(order)}|${order.sessions_ago}`,
    ),
  );
  const trades = named(labels.cases, ({ trades: own = [] }) => own.map(({ trade_id }) => trade_id));
  const quotes = named(labels.cases, ({ quotes: own = [] }) => own.map(({ quote_seq }) => String(quote_seq)));
  const wanted: Wanted[] = [
    { dataset: 'order_events', available, names: orders, sql: "imid || '|' || order_id" },
    {
      ...{ dataset: 'order_events', view: 'order_events_history', available, names: earlier },
      sql: "imid || '|' || order_id || '|' || sessions_ago",
    },
    { dataset: 'trades', available, names: trades, sql: 'trade_id' },
    { dataset: 'quotes', available, names: quotes, sql: "split_part(event_id, ':', -1)" },
  ];
  const events = new Map<string, readonly Case[]>();
  for (const one of wanted) await addEvents(session, one, events);
  return events;
}

async function addEvents(
  session: DuckDbSession,
  wanted: Wanted,
  events: Map<string, readonly Case[]>,
): Promise<void> {
  const { dataset, view = dataset, available, names, sql } = wanted;
  if (names.size === 0 || !available.has(view)) return;
  // One literal of JSON: values of a file never become SQL of their own.
  const list = duckdbText(JSON.stringify([...names.keys()]));
  const rows = await session.rows(
    `SELECT event_id, ${sql} AS name FROM ${view} WHERE ${sql} IN (SELECT unnest(from_json(${list}, '["VARCHAR"]')))`,
  );
  for (const row of rows) {
    const key = eventKey({ dataset, event_id: String(row['event_id']) });
    events.set(key, names.get(String(row['name'])) ?? []);
  }
}

function named(
  cases: readonly Case[],
  namesOf: (one: Case) => readonly string[],
): ReadonlyMap<string, readonly Case[]> {
  const found = new Map<string, readonly Case[]>();
  for (const one of cases) {
    for (const name of new Set(namesOf(one))) found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}
