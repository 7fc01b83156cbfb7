import type { FamilyEvent, FamilyOrder, OrderFamily } from '../domain/generated/order-family.js';
import { formatExact, formatPrice, parseExact } from './exact-value.js';
import { newYorkTime } from './format-time.js';
import { visibleText } from './visible-text.js';

/**
 * The families of an order as text: each order with its quantities and its events, indented below the one that it came from.
 *
 * Times are of New York; an error stands below its event with what to do.
 */
export function renderOrderFamily({ trade_date, families, unlinked }: OrderFamily): string {
  const blocks = families.map(({ orders }) => familyLines(trade_date, orders));
  if (unlinked.length > 0) {
    blocks.push([
      'events that name the order and belong to none',
      ...eventLines(unlinked, trade_date).map((line) => `  ${line}`),
    ]);
  }
  return `${blocks.map((lines) => lines.map(visibleText).join('\n')).join('\n\n')}\n`;
}

function familyLines(trade_date: string, orders: readonly FamilyOrder[]): string[] {
  const firms = new Set(orders.map(({ imid }) => imid)).size;
  const depths = new Map<string, number>();
  const lines = [
    `${trade_date} ${orders[0]?.symbol ?? ''}: ${orders.length} ${orders.length === 1 ? 'order' : 'orders'} at ${firms} ${firms === 1 ? 'firm' : 'firms'}`,
  ];
  for (const order of orders) {
    const depth = order.parent_no === null ? 0 : (depths.get(order.parent_no) ?? -1) + 1;
    depths.set(order.lifecycle_no, depth);
    lines.push(...orderLines(order, trade_date).map((line) => '    '.repeat(depth) + line));
  }
  return lines;
}

const cameBy = { parent: 'child ', route: 'routed ' } as const;

function orderLines(order: FamilyOrder, trade_date: string): string[] {
  const id =
    order.order_id === order.last_order_id ? order.order_id : `${order.order_id} now ${order.last_order_id}`;
  const came = order.parent_kind === null ? '' : cameBy[order.parent_kind];
  const sessions = order.sessions_ago === '1' ? 'session' : 'sessions';
  const ago = order.sessions_ago === '0' ? '' : `, entered ${order.sessions_ago} ${sessions} ago`;
  return [
    `${came}${order.imid} ${id}: ${order.status}${ago}`,
    `  ${quantities(order)}`,
    ...eventLines(order.events, trade_date).map((line) => `  ${line}`),
  ];
}

function quantities(order: FamilyOrder): string {
  const parts: [string, string | null][] = [
    ['entered', order.entered_qty],
    ['ordered', order.ordered_qty === order.entered_qty ? null : order.ordered_qty],
    ['filled', order.filled_qty],
    ['cancelled', order.cancelled_qty],
    ['routed', order.routed_qty],
    ['allocated', order.allocated_qty],
  ];
  const counts = parts.filter(([, value]) => value !== null && Number(value) !== 0);
  const reported =
    order.reported_leaves_qty === null ? '' : ` (${exact(order.reported_leaves_qty)} reported)`;
  return [
    ...counts.map(([name, value]) => `${name} ${exact(value)}`),
    `leaves ${exact(order.leaves_qty)}${reported}`,
  ].join(', ');
}

/** Time of day in New York; with its date where that is not the trade date. */
function clock(ts_ns: string, trade_date: string): string {
  const at = newYorkTime(ts_ns);
  if (at === null) return ts_ns;
  return at.date === trade_date ? at.time : `${at.date} ${at.time}`;
}

function eventLines(events: readonly FamilyEvent[], trade_date: string): string[] {
  return events.flatMap((event) => [
    `${clock(event.event_ts_ns, trade_date)}  ${event.event_type.padEnd(10)}  ${detail(event)}`.trimEnd(),
    ...event.errors.map(
      ({ code, category, reason, certainty, next }) =>
        `  ! ${code ?? category} ${reason}, ${certainty}: ${next}`,
    ),
  ]);
}

function linkedOr({ links }: FamilyEvent, kind: string): string {
  return links.some(({ link_kind }) => link_kind === kind) ? '' : ', not linked';
}

function routeDetail(event: FamilyEvent): string {
  const { event_type, destination_imid, sender_imid, routed_order_id } = event;
  const id = routed_order_id ?? 'no id';
  if (event_type === 'route') return `to ${destination_imid ?? 'nobody'} as ${id}`;
  return sender_imid === null ? '' : `from ${sender_imid} as ${id}${linkedOr(event, 'route')}`;
}

function detail(event: FamilyEvent): string {
  const { qty, price, leaves_qty } = event;
  return [
    qty === null ? '' : exact(qty),
    price === null ? '' : `at ${priced(price)}`,
    event.prior_order_id === null ? '' : `${event.prior_order_id} becomes ${event.order_id}`,
    routeDetail(event),
    event.trade_id === null ? '' : `print ${event.trade_id}${linkedOr(event, 'trade')}`,
    event.event_type === 'allocation' && event.exec_id !== null
      ? `of ${event.exec_id}${linkedOr(event, 'execution')}`
      : '',
    leaves_qty === null ? '' : `leaves ${exact(leaves_qty)}`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function exact(value: string | null): string {
  const parsed = value === null ? null : parseExact(value);
  return parsed === null ? 'unknown' : formatExact(parsed);
}

function priced(value: string): string {
  const parsed = parseExact(value);
  return parsed === null ? value : formatPrice(parsed);
}
