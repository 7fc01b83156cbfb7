import { dayFolder, kindFolder, logMinute, type TrailArea } from './digest-key.js';
import type { NamedLogs } from './named-logs.js';
import type { TrailSource } from './trail-source.js';

const MINUTE_MS = 60_000;

/** Delivery times between which every log of an area must be named by a digest. */
export type NamedSpan = { from_ms: number | null; to_ms: number };

/** An object that no digest names, with the minute of its delivery; null where it is not named as a log. */
export type UnnamedObject = { bucket: string; key: string; minute: number | null };

/**
 * Objects in the log folder of an area that no digest names: logs delivered in the span, and what is not named as a log.
 *
 * Keys tell the minute of delivery; a log whose minute lies only partly in the span is left alone.
 */
export async function findUnnamed(
  source: TrailSource,
  area: TrailArea,
  { named, span }: { named: NamedLogs; span: NamedSpan },
): Promise<UnnamedObject[]> {
  const found: UnnamedObject[] = [];
  const { bucket } = area;
  for await (const key of logKeys(source, area, span)) {
    const minute = logMinute(key);
    const inside = minute === null || isInside(minute, span);
    if (inside && !named.has(bucket, key)) found.push({ bucket, key, minute });
  }
  return found;
}

/** Whether a log may have been delivered in a window. */
export function touches({ minute }: UnnamedObject, window: { from_ms: number; to_ms: number }): boolean {
  return minute !== null && minute + MINUTE_MS > window.from_ms && minute < window.to_ms;
}

/** How many logs of an area were delivered in a span. */
export async function countLogs(source: TrailSource, area: TrailArea, span: NamedSpan): Promise<number> {
  let logs = 0;
  for await (const key of logKeys(source, area, span)) {
    const minute = logMinute(key);
    if (minute !== null && isInside(minute, span)) logs += 1;
  }
  return logs;
}

function isInside(minute: number, { from_ms, to_ms }: NamedSpan): boolean {
  return (from_ms === null || minute >= from_ms) && minute + MINUTE_MS <= to_ms;
}

async function* logKeys(source: TrailSource, area: TrailArea, span: NamedSpan): AsyncGenerator<string> {
  const folder = `${kindFolder(area, 'logs')}${area.region}/`;
  const after = span.from_ms === null ? undefined : `${folder}${dayFolder(span.from_ms)}`;
  const last = `${folder}${dayFolder(span.to_ms)}~`;
  for await (const key of source.list(area.bucket, folder, after)) {
    if (key > last) return;
    yield key;
  }
}
