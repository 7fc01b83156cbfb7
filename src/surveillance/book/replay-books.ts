import type { BookReplay } from '../../domain/generated/book-replay.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import type { GatheredEvent } from '../gather-events.js';
import { replayBook } from './replay-book.js';

/** Symbols of one alert of which the market is replayed. */
const MOST_SYMBOLS = 2;

/** The market around an alert: its symbols with the most events on the trade date, and the other ones by name. */
export async function replayBooks(
  session: DuckDbSession,
  alert: { trade_date: string; events: readonly GatheredEvent[] },
  views: ReadonlySet<string>,
): Promise<{ books: BookReplay[]; symbols_without_book: string[] }> {
  const { trade_date } = alert;
  const bySymbol = new Map<string, GatheredEvent[]>();
  for (const event of alert.events) {
    const { symbol, trade_date: day } = event.row;
    if (day !== trade_date || typeof symbol !== 'string' || event.evidence.dataset === 'news') continue;
    const own = bySymbol.get(symbol);
    if (own === undefined) bySymbol.set(symbol, [event]);
    else own.push(event);
  }
  const symbols = [...bySymbol].sort(
    ([left, own], [right, others]) => others.length - own.length || (left < right ? -1 : 1),
  );
  const books: BookReplay[] = [];
  for (const [symbol, events] of symbols.slice(0, MOST_SYMBOLS)) {
    books.push(await replayBook(session, { symbol, trade_date, events }, views));
  }
  return { books, symbols_without_book: symbols.slice(MOST_SYMBOLS).map(([symbol]) => symbol) };
}
