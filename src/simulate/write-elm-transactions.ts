import { clockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { isinOf, leiOf } from './instrument-numbers.js';
import { isPrincipal, type Order, type OrderEvent, type TapeTrade, tradeId } from './order-event.js';
import { priceText } from './price-text.js';
import { clockNanos, type TradingDay } from './trading-day.js';

/** The two orders of a trade, as far as it has any. */
type Parties = { buyer?: Order; seller?: Order };

/** ELMB's transaction reports of the day, times in UTC; `trades` are those that it reports, `events` tell whose they were. */
export function writeElmTransactions(
  day: TradingDay,
  trades: readonly TapeTrade[],
  events: readonly OrderEvent[],
): FeedFile {
  return {
    feed: 'elm-transactions',
    name: `elm-transactions-${day.compact_date}.xml.gz`,
    is_gzipped: true,
    records: trades.length,
    lines: lines(day, trades, events),
  };
}

function* lines(
  day: TradingDay,
  trades: readonly TapeTrade[],
  events: readonly OrderEvent[],
): Generator<string> {
  const parties = partiesOf(events);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:auth.016.001.01">\n <FinInstrmRptgTxRpt>\n';
  yield `  <RptHdr><NbRcrds>${trades.length}</NbRcrds></RptHdr>\n`;
  for (const trade of trades) yield report(day, trade, parties.get(trade.trade_no) ?? {});
  yield ' </FinInstrmRptgTxRpt>\n</Document>\n';
}

function partiesOf(events: readonly OrderEvent[]): Map<number, Parties> {
  const parties = new Map<number, Parties>();
  for (const { trade_no, order } of events) {
    if (trade_no === 0) continue;
    const known = parties.get(trade_no) ?? {};
    parties.set(trade_no, known);
    if (order.is_buy) known.buyer = order;
    else known.seller = order;
  }
  return parties;
}

function report(day: TradingDay, trade: TapeTrade, { buyer, seller }: Parties): string {
  const { instrument } = trade;
  const time = `${day.trade_date}T${clockText(trade.ts_ns + clockNanos(day.hours_behind_utc, 0))}Z`;
  const isOwn = [buyer, seller].some((order) => order !== undefined && isPrincipal(order));
  return (
    `  <Tx><New><TxId>${tradeId(trade)}</TxId><ExctgPty>${leiOf('ELMB')}</ExctgPty>` +
    `${party('Buyr', buyer)}${party('Sellr', seller)}` +
    `<Tx><TradDt>${time}</TradDt><TradgCpcty>${isOwn ? 'DEAL' : 'AOTC'}</TradgCpcty>` +
    `<Qty><Unit>${trade.qty}</Unit></Qty>` +
    `<Pric><Pric><MntryVal><Amt Ccy="USD">${priceText(trade.price)}</Amt></MntryVal></Pric></Pric>` +
    `<TradVn>${trade.venue}</TradVn></Tx><FinInstrm><Othr><FinInstrmGnlAttrbts>` +
    `<Id>${isinOf(instrument)}</Id><FullNm>${instrument.symbol}</FullNm>` +
    '</FinInstrmGnlAttrbts></Othr></FinInstrm></New></Tx>\n'
  );
}

/** The owner's LEI; nothing where the trade was printed without an order on this side. */
function party(element: string, order: Order | undefined): string {
  if (order === undefined) return '';
  const lei = leiOf(order.account.owner_id.replace('-', ''));
  return `<${element}><AcctOwnr><Id><LEI>${lei}</LEI></Id></AcctOwnr></${element}>`;
}
