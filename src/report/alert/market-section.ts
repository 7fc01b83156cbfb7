import type { BookMoment, BookReplay, BookSide } from '../../domain/generated/book-replay.js';
import type { Explanation } from '../../domain/generated/explanation.js';
import { formatCount, formatExact, formatPrice, parseExact } from '../exact-value.js';
import { newYorkTime } from '../format-time.js';
import type { Block, Row, Section, Table } from '../page.js';
import { bookPanels } from './book-panels.js';
import { momentName } from './moment-name.js';
import { orderTimeline } from './order-timeline.js';
import { tellMarket } from './tell-market.js';

const mostLines = 40;

/** The market around the alert: its orders by time and price, and the book at its key moments, of each symbol that was replayed. */
export function marketSections({ books, symbols_without_book: others }: Explanation): Section[] {
  if (books.length === 0) return [];
  const rest: Block[] =
    others.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: {
              soft: `Not replayed: ${others.slice(0, 20).join(', ')}${others.length > 20 ? ` and ${others.length - 20} more` : ''}.`,
            },
          },
        ];
  return [
    { title: 'Orders by time and price', blocks: [...books.flatMap(timelineBlocks), ...rest] },
    { title: 'The book at its key moments', blocks: books.flatMap(bookBlocks) },
  ];
}

function timelineBlocks(book: BookReplay): Block[] {
  const sentences: Block = { kind: 'paragraph', text: tellMarket(book) };
  const drawing = orderTimeline(book);
  const data = orderTable(book);
  if (drawing === null) return data.rows.length === 0 ? [sentences] : [sentences, data];
  const description = `Each of the alert's orders is a bar at its price from entry to end, as thick as it is large, with marks for what happened to it; lines are the best bid and offer. Pauses are cut out of the time axis. The table has the exact values.`;
  if (data.rows.length > 0)
    return [
      sentences,
      { kind: 'figure', title: `The alert's orders in ${book.symbol}`, description, drawing, data },
    ];
  return [
    sentences,
    { kind: 'figure', title: `The tape of ${book.symbol}`, description, drawing, data: printTable(book) },
  ];
}

function orderTable({ symbol, orders, counts }: BookReplay): Table {
  const lines = orders.flatMap(({ imid, order_id, side, events }) =>
    events.map((event) => ({ imid, order_id, side, ...event })),
  );
  const sorted = lines
    .sort((left, right) => (BigInt(left.at_ns) < BigInt(right.at_ns) ? -1 : 1))
    .slice(0, mostLines);
  const all = counts.order_lines;
  return {
    kind: 'table',
    caption: `Events of the alert's orders in ${symbol}, New York time${all > sorted.length ? `: ${formatCount(sorted.length)} of ${formatCount(all)}; the rest is in the explanation document` : ''}`,
    columns: [
      { title: 'Time', as: 'time' },
      { title: 'Order' },
      { title: 'What happened' },
      { title: 'Price', as: 'number' },
      { title: 'Quantity', as: 'number' },
      { title: 'Open after', as: 'number' },
      { title: 'Role' },
    ],
    rows: sorted.map((line) => [
      clock(line.at_ns),
      `${line.imid} ${line.order_id}`,
      `${whatHappened(line)} ${(line.side ?? '').replaceAll('_', ' ')}`.trim(),
      priceText(line.price),
      amountText(line.qty),
      amountText(line.leaves_qty),
      line.role ?? '',
    ]),
  };
}

/** `partial cancel` and `partial fill` where something stays open. */
function whatHappened({ event_type, leaves_qty }: { event_type: string; leaves_qty: string | null }): string {
  const stays = leaves_qty !== null && (parseExact(leaves_qty) ?? 0n) > 0n;
  return stays && ['cancel', 'fill'].includes(event_type) ? `partial ${event_type}` : event_type;
}

function printTable({ symbol, prints, counts }: BookReplay): Table {
  const sorted = [...prints].sort((left, right) => Number(right.own) - Number(left.own)).slice(0, mostLines);
  return {
    kind: 'table',
    caption: `Prints of ${symbol}, the alert's own first: ${formatCount(sorted.length)} of ${formatCount(counts.prints)}`,
    columns: [
      { title: 'Time', as: 'time' },
      { title: 'Price', as: 'number' },
      { title: 'Quantity', as: 'number' },
      { title: 'Market' },
      { title: 'Of the alert' },
    ],
    rows: sorted.map(({ at_ns, price, qty, venue, own }) => [
      clock(at_ns),
      priceText(price),
      amountText(qty),
      venue ?? '',
      own ? 'yes' : '',
    ]),
  };
}

function bookBlocks(book: BookReplay): Block[] {
  const drawing = bookPanels(book);
  if (drawing === null)
    return [
      {
        kind: 'paragraph',
        text: { soft: `No open order of ${book.symbol} is in the lake at these moments.` },
      },
    ];
  const description =
    'Each panel is the book at one moment: offers above bids, bars for what is open at a price, the dark part of which is of the alert.';
  return [
    { kind: 'figure', title: `The book of ${book.symbol}`, description, drawing, data: levelTable(book) },
  ];
}

function levelTable({ symbol, moments }: BookReplay): Table {
  const sideRows = (moment: BookMoment, name: string, { levels, more_levels, more_qty }: BookSide): Row[] => [
    ...levels.map(({ price, qty, orders, own_qty }) => [
      momentName(moment),
      name,
      priceText(price),
      amountText(qty),
      formatCount(orders),
      amountText(own_qty),
    ]),
    ...(more_levels === 0
      ? []
      : [[momentName(moment), name, `${formatCount(more_levels)} further`, amountText(more_qty), '', '']]),
  ];
  return {
    kind: 'table',
    caption: `Open orders of ${symbol} by price, the best first`,
    columns: [
      { title: 'Moment' },
      { title: 'Side' },
      { title: 'Price', as: 'number' },
      { title: 'Open', as: 'number' },
      { title: 'Orders', as: 'number' },
      { title: 'Of the alert', as: 'number' },
    ],
    rows: moments.flatMap((moment) => [
      ...sideRows(moment, 'bid', moment.bids),
      ...sideRows(moment, 'offer', moment.asks),
    ]),
  };
}

function clock(ns: string): string {
  return newYorkTime(ns)?.time ?? ns;
}

function priceText(price: string | null): string {
  const exact = parseExact(price ?? '');
  return exact === null ? (price ?? '–') : formatPrice(exact);
}

function amountText(qty: string | null): string {
  const exact = parseExact(qty ?? '');
  return exact === null ? (qty ?? '–') : formatExact(exact);
}
