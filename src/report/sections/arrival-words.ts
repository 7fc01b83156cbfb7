import type { AxisPart, PlotTick } from '../charts/chart.js';
import { placeOnAxis } from '../charts/place-on-axis.js';
import { formatValue } from '../exact-value.js';
import { formatNewYork, formatUtc, newYorkTime } from '../format-time.js';
import type { Cell } from '../page.js';

const secondsPerPart = 10_000_000_000n;
/** Share of a time axis that a character of its labels takes, rather more than less. */
const characterShare = 0.01;

/** An instant in New York time with UTC below; a dash for none. */
export function takenIn(instant_ns: string | null): Cell {
  if (instant_ns === null) return '–';
  return { lines: [formatNewYork(instant_ns), { small: formatUtc(instant_ns) }] };
}

/** Lateness from a minute on in days, hours and minutes, cut; below exact. The report document has it exact. */
export function lateText(late_ns: bigint): string {
  const minutes = late_ns / 60_000_000_000n;
  if (minutes === 0n) return formatValue(String(late_ns), 'ns');
  const [days, hours] = [minutes / 1440n, (minutes / 60n) % 24n];
  if (days > 0n) return `${days} d ${hours} h`;
  return hours > 0n ? `${hours} h ${minutes % 60n} min` : `${minutes} min`;
}

/**
 * Ticks at instants of a time axis where there is room, in New York time: to the second, in parts of less than ten seconds to the
 * millisecond, with the date where it is not the given one.
 */
export function timeTicks(instants: readonly bigint[], parts: readonly AxisPart[], date: string): PlotTick[] {
  const sorted = [...new Set(instants)].sort((one, other) => (one < other ? -1 : 1));
  const ticks: PlotTick[] = [];
  let free = -1;
  for (const at of sorted) {
    const label = clockOf(at, parts, date);
    const [place, half] = [placeOnAxis(parts, at) ?? 0, (label.length * characterShare) / 2];
    if (place - half < free) continue;
    ticks.push({ at, label });
    free = place + half + characterShare;
  }
  return ticks;
}

function clockOf(at: bigint, parts: readonly AxisPart[], date: string): string {
  const time = newYorkTime(String(at));
  if (time === null) return String(at);
  const part = parts.find(({ from, to }) => at >= from && at <= to);
  const fine =
    part !== undefined && part.to - part.from < secondsPerPart && !time.time.endsWith('.000000000');
  return `${time.date === date ? '' : `${time.date} `}${time.time.slice(0, fine ? 12 : 8)}`;
}
