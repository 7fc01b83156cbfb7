import type { Explanation, TimelineEvent } from '../domain/generated/explanation.js';
import { formatPrice, formatValue, parseExact } from './exact-value.js';
import { type Html, html } from './html.js';

const plot = { left: 90, right: 880, top: 16, bottom: 200, lane: 224 };
const mostMarks = 500;

/** Marks that differ in shape, so that roles are told apart without colour; more roles than shapes share the last one. */
const shapes: readonly ((x: string, y: string) => Html)[] = [
  (x, y) => html`<circle cx="${x}" cy="${y}" r="5"/>`,
  (x, y) => html`<path d="M${x} ${y}m-6 5h12l-6-11z"/>`,
  (x, y) => html`<path d="M${x} ${y}m-5-5h10v10h-10z"/>`,
  (x, y) => html`<path d="M${x} ${y}m0-6l6 6-6 6-6-6z"/>`,
  (x, y) => html`<path class="hollow" d="M${x} ${y}m-5-5l10 10m0-10l-10 10"/>`,
];

/**
 * The first 500 events as marks by time (left to right) and price (bottom to top), one shape per role, with a legend.
 *
 * Events without a price stand on a lane of their own below. Null when there is no event. Positions are rounded for the
 * eye; the exact values are in the table of events.
 */
export function drawTimeline({ events, roles }: Explanation): Html | null {
  const shown = events.slice(0, mostMarks);
  const first = shown[0];
  if (first === undefined) return null;
  const times = shown.map(({ since_first_ns }) => BigInt(since_first_ns));
  const prices = shown.map(priceOf);
  const toX = scale(times, plot.left, plot.right);
  const known = prices.filter((price) => price !== null);
  const toY = scale(known, plot.bottom, plot.top);
  const places = shown.map((event, at) => {
    const price = prices[at] ?? null;
    return { event, x: toX(times[at] ?? 0n), y: price === null ? String(plot.lane) : toY(price) };
  });
  const shapeOf = (role: string) => {
    const at = roles.findIndex((line) => line.role === role);
    return shapes[Math.min(Math.max(at, 0), shapes.length - 1)] ?? shapes[0];
  };
  return html`<figure>
<svg class="timeline" viewBox="0 0 900 262" role="img" aria-label="Events by time and price; the table of events has the exact values">
<path class="axis" d="M${plot.left - 16} ${plot.top}V${plot.bottom + 12}M${plot.left - 16} ${plot.lane + 14}H${plot.right + 16}"/>
${priceLabels(known, toY)}${timeLabels(times)}${prices.includes(null) ? html`<text x="${plot.left - 24}" y="${plot.lane + 4}" text-anchor="end">no price</text>\n` : null}${places.map(
  ({ event, x, y }) =>
    html`<g class="event">${shapeOf(event.role)?.(x, y) ?? null}<title>${event.role}: ${event.summary}</title></g>\n`,
)}</svg>
<figcaption>${roles.map(({ role }) => html`<span><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><g class="event">${shapeOf(role)?.('8', '8') ?? null}</g></svg>${role}</span>`)}</figcaption>
</figure>
`;
}

function priceOf({ row }: TimelineEvent): bigint | null {
  return parseExact(row['price'] ?? '');
}

/** From exact values to positions with one digit after the point; all in the middle when they do not differ. */
function scale(values: readonly bigint[], from: number, to: number): (value: bigint) => string {
  const sorted = [...values].sort((left, right) => (left < right ? -1 : Number(left > right)));
  const least = sorted[0] ?? 0n;
  const span = (sorted.at(-1) ?? 0n) - least;
  return (value) => {
    const share = span === 0n ? 0.5 : Number(((value - least) * 10_000n) / span) / 10_000;
    return (from + (to - from) * share).toFixed(1);
  };
}

function priceLabels(prices: readonly bigint[], toY: (price: bigint) => string): Html[] {
  const distinct = [...new Set(prices)].sort((left, right) => (left < right ? -1 : 1));
  const labelled = [...new Set([distinct[0], distinct.at(-1)])].filter((price) => price !== undefined);
  return labelled.map(
    (price) =>
      html`<text x="${plot.left - 24}" y="${(Number(toY(price)) + 4).toFixed(1)}" text-anchor="end">${formatPrice(price)}</text>\n`,
  );
}

function timeLabels(times: readonly bigint[]): Html {
  const [first, last] = [times[0] ?? 0n, times.at(-1) ?? 0n];
  const label = (time: bigint) => `${time < 0n ? '' : '+'}${formatValue(time.toString(), 'ns')}`;
  if (first === last)
    return html`<text x="${(plot.left + plot.right) / 2}" y="258" text-anchor="middle">${label(first)}</text>\n`;
  return html`<text x="${plot.left}" y="258" text-anchor="middle">${label(first)}</text>
<text x="${plot.right}" y="258" text-anchor="end">${label(last)}</text>
`;
}
