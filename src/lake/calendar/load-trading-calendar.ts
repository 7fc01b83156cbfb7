import path from 'node:path';
import type { TradingCalendar } from '../../domain/generated/trading-calendar.js';
import { invariant } from '../../domain/invariant.js';
import { packageRoot } from '../../domain/package-root.js';
import { parsePlacedYaml } from '../../domain/placed-yaml.js';
import { formatSpecProblem } from '../../domain/spec-problem.js';
import { validateSpec } from '../../domain/validate-spec.js';
import { namesIn, readIfThere } from '../../store/local-files.js';

const loaded = new Map<string, Promise<TradingCalendar>>();

/** The calendar whose sessions patterns look at. */
export const MARKET_CALENDAR = 'us-equities';

/** Names of the calendars that come with tapewarden, sorted. */
export async function calendarNames(): Promise<string[]> {
  return (await namesIn(folder(), 'files')).map((file) => path.basename(file, '.yaml'));
}

/** A calendar that comes with tapewarden, read once; its name is one of `calendarNames`. */
export function loadTradingCalendar(name: string): Promise<TradingCalendar> {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const loading = readCalendar(name);
  loaded.set(name, loading);
  return loading;
}

async function readCalendar(name: string): Promise<TradingCalendar> {
  const file = path.join(folder(), `${name}.yaml`);
  const text = await readIfThere(file);
  invariant(text !== null, `${file} is there`);
  const yaml = parsePlacedYaml(file, text);
  const calendar = Array.isArray(yaml) ? yaml : await validateSpec<TradingCalendar>(yaml, 'trading-calendar');
  invariant(
    !Array.isArray(calendar),
    Array.isArray(calendar) ? calendar.map(formatSpecProblem).join('\n') : '',
  );
  return calendar;
}

function folder(): string {
  return path.join(packageRoot(), 'calendars');
}
