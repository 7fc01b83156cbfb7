import type { Alert } from '../domain/generated/alert.js';
import type { MeasureLine, RoleLine } from '../domain/generated/explanation.js';
import { eventAndSide } from './describe-event.js';
import {
  formatCount,
  formatExact,
  formatMeasure,
  formatPrice,
  formatValue,
  parseExact,
} from './exact-value.js';
import { newYorkTime } from './format-time.js';
import { groupBy } from './group-by.js';
import type { ExplainedEvent } from './trace-custody.js';

interface StoryParts {
  readonly alert: Alert;
  readonly measures: readonly MeasureLine[];
  /** In the order of their first event. */
  readonly roles: readonly RoleLine[];
  /** By time. */
  readonly events: readonly ExplainedEvent[];
}

/** The alert in one paragraph: about whom and when, what was done in each role in order of time, and why it fired. */
export function tellStory({ alert, measures, roles, events }: StoryParts): string {
  const byRole = groupBy(events, ({ evidence }) => evidence.role);
  const acts = roles.map((role) => tellRole(role, byRole.get(role.role) ?? [], alert.trade_date));
  return [`${tellSubject(alert)}.`, ...acts, ...tellReasons(measures)].join(' ');
}

function tellSubject(alert: Alert): string {
  const about = Object.entries(alert.subject).map(
    ([name, value]) => `${name.replace(/_id$/, '').replaceAll('_', ' ')} ${value}`,
  );
  const lasting = BigInt(alert.last_ts_ns) - BigInt(alert.first_ts_ns);
  const first = clockTime(alert.first_ts_ns, alert.trade_date);
  const when =
    lasting === 0n
      ? `at ${first} New York time`
      : `from ${first} to ${clockTime(alert.last_ts_ns, alert.trade_date)} New York time (${formatValue(lasting.toString(), 'ns')})`;
  return `This alert is about ${about.join(', ')}, on ${alert.trade_date} ${when}`;
}

function tellRole(role: RoleLine, events: readonly ExplainedEvent[], tradeDate: string): string {
  const firstNs = events[0]?.evidence.event_ts_ns ?? '';
  const meaning = role.meaning === '' ? '' : ` (${withoutStop(role.meaning)})`;
  const kinds = [...new Set(events.map(({ evidence, row }) => eventAndSide(evidence.dataset, row)))];
  const start = `${events.length === 1 ? 'At' : 'From'} ${clockTime(firstNs, tradeDate)}, ${formatCount(events.length)} ×`;
  const details = [listOf(kinds), totalQuantity(events), priceRange(events)].filter((part) => part !== '');
  return `${start} ${role.role}${meaning}: ${details.join(', ')}.`;
}

function totalQuantity(events: readonly ExplainedEvent[]): string {
  const quantities = events.map(({ row }) => parseExact(row['qty'] ?? ''));
  if (quantities.includes(null)) return '';
  const total = quantities.reduce<bigint>((sum, quantity) => sum + (quantity ?? 0n), 0n);
  return `${formatExact(total)} shares${events.length > 1 ? ' in all' : ''}`;
}

function priceRange(events: readonly ExplainedEvent[]): string {
  const prices = events
    .map(({ row }) => parseExact(row['price'] ?? ''))
    .filter((price) => price !== null)
    .sort((left, right) => (left < right ? -1 : Number(left > right)));
  const [least] = prices;
  const most = prices.at(-1);
  if (least === undefined || most === undefined) return '';
  return least === most ? `at ${formatPrice(least)}` : `at ${formatPrice(least)} to ${formatPrice(most)}`;
}

function tellReasons(measures: readonly MeasureLine[]): string[] {
  const reasons = measures
    .filter(({ holds }) => holds === true)
    .map(
      ({ name, value, unit, compare, threshold }) =>
        `${name} is ${formatMeasure(value, unit)} (${compare === 'at_least' ? 'at least' : 'at most'} ${formatValue(threshold, unit)})`,
    );
  return reasons.length === 0 ? [] : [`It fired because ${listOf(reasons)}.`];
}

function clockTime(epochNs: string, tradeDate: string): string {
  const at = newYorkTime(epochNs);
  if (at === null) return 'an unknown time';
  return at.date === tradeDate ? at.time : `${at.date} ${at.time}`;
}

function listOf(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
