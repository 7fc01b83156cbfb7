import type { BookMoment, BookReplay } from '../domain/generated/book-replay.js';
import type {
  Explanation,
  MeasureLine,
  SettingLine,
  TimelineEvent,
} from '../domain/generated/explanation.js';
import { momentName } from './alert/moment-name.js';
import { tellMarket } from './alert/tell-market.js';
import {
  formatCount,
  formatMeasure,
  formatPrice,
  formatSetting,
  formatValue,
  parseExact,
} from './exact-value.js';
import { formatNewYork, formatUtc, newYorkTime } from './format-time.js';
import { groupBy } from './group-by.js';
import { visibleText } from './visible-text.js';
import { breakWord, displayWidth, wrapText } from './wrap-text.js';

const leastWidth = 40;
const longestRecord = 500;

/** `width` in columns, 40 when it is less; `max_events` at least 0, 20 when it is not given. */
export interface ExplanationLayout {
  readonly width: number;
  readonly max_events?: number;
}

/**
 * The explanation for a terminal: no line is wider than `width`, no colour, ends with a line feed.
 *
 * Control, bidirectional and zero-width characters of the data are written out, so nothing in a file can act on the
 * terminal; SOH shows as ␁. Events after the first `max_events` are counted; raw records are cut at 500 characters.
 */
export function renderExplanationText(explanation: Explanation, layout: ExplanationLayout): string {
  const width = Math.max(layout.width, leastWidth);
  const shown = explanation.events.slice(0, layout.max_events ?? 20);
  const rest = explanation.events.length - shown.length;
  const lines = [
    ...headLines(explanation, width),
    ...section('What happened', indent(explanation.story, 2, width)),
    ...section(
      'Doubts',
      explanation.doubts.flatMap((doubt) => hang('  ! ', doubt, width)),
    ),
    ...section('Score', scoreLines(explanation, width)),
    ...section(
      'Measures',
      explanation.measures.flatMap((measure) => measureLines(measure, width)),
    ),
    ...section(
      'Other settings',
      explanation.settings
        .filter(({ name }) => explanation.measures.every(({ setting }) => setting !== name))
        .flatMap((setting) => settingLines(setting, width)),
    ),
    ...section(
      'Market around it, New York time',
      explanation.books.flatMap((book) => marketLines(book, width)),
    ),
    ...section('Events, New York time', [
      ...shown.flatMap((event) => eventLines(event, explanation.trade_date, width)),
      ...(rest > 0 ? [`  … and ${formatCount(rest)} more`] : []),
    ]),
    ...section('Chain of custody', custodyLines(explanation, width)),
  ];
  return `${lines.join('\n')}\n`;
}

function headLines(explanation: Explanation, width: number): string[] {
  const { severity, pattern_id, pattern_version, title, subject, first_ts_ns, last_ts_ns } = explanation;
  const about = Object.entries(subject).map(([name, value]) => `${name} ${value}`);
  return [
    ...indent(title, 0, width),
    ...indent(
      `${pattern_id} version ${pattern_version}, severity ${severity}, score ${explanation.score}: ${explanation.cites.join('; ')}`,
      0,
      width,
    ),
    '',
    ...hang('About  ', about.join(', '), width),
    ...hang('First  ', `${formatNewYork(first_ts_ns)} = ${formatUtc(first_ts_ns)}`, width),
    ...hang('Last   ', `${formatNewYork(last_ts_ns)} = ${formatUtc(last_ts_ns)}`, width),
    ...hang('Alert  ', explanation.alert_id, width),
  ];
}

function scoreLines({ score_levels, score_start, score_parts }: Explanation, width: number): string[] {
  return [
    ...indent(score_levels, 2, width),
    ...indent(`${score_start} points: for an alert of this pattern`, 2, width),
    ...score_parts.flatMap(({ reason }) => hang('  ', reason, width)),
  ];
}

function measureLines(measure: MeasureLine, width: number): string[] {
  const { name, value, unit, compare, threshold, holds, meaning } = measure;
  const compared =
    compare === null
      ? ''
      : `, ${compare === 'at_least' ? 'at least' : 'at most'} ${formatValue(threshold, unit)}: ${answerOf(holds)}`;
  return [
    ...hang('  ', `${name} = ${formatMeasure(value, unit)}${compared}`, width),
    ...(meaning === '' ? [] : indent(meaning, 6, width)),
  ];
}

/** A setting that no measure is compared with, beside what came of it or why nothing can stand there. */
function settingLines(setting: SettingLine, width: number): string[] {
  const { name, meaning, actual, because } = setting;
  const beside = actual.map(({ says, value: measured, unit }) => `${says} ${formatMeasure(measured, unit)}`);
  return [
    ...hang(
      '  ',
      `${name} = ${formatSetting(setting)}${beside.length === 0 ? '' : `: ${beside.join(', ')}`}`,
      width,
    ),
    ...indent(because === null ? meaning : `${meaning} ${because}`, 6, width),
  ];
}

/** What is known of a symbol's market, and one line for each key moment: best prices, and what is open of the alert. */
function marketLines(book: BookReplay, width: number): string[] {
  return [
    ...hang('  ', tellMarket(book), width),
    ...book.moments.flatMap((moment) => hang('    ', momentLine(moment), width)),
  ];
}

function momentLine({ at_ns, name, role, best, own_qty }: BookMoment): string {
  const price = (text: string | null | undefined): string => formatPrice(parseExact(text ?? '') ?? 0n);
  const side = (qty: string | null | undefined, at: string | null | undefined): string =>
    at === null || at === undefined ? 'none' : `${formatValue(qty ?? null, '')} at ${price(at)}`;
  const market =
    best === null
      ? 'no best prices'
      : `bid ${side(best.bid_qty, best.bid_price)}, offer ${side(best.ask_qty, best.ask_price)}`;
  return `${newYorkTime(at_ns)?.time ?? at_ns}  ${momentName({ name, role })}: ${market}; ${formatValue(own_qty, '')} open of the alert`;
}

function answerOf(holds: boolean | null): string {
  if (holds === null) return 'cannot be compared';
  return holds ? 'holds' : 'DOES NOT HOLD';
}

function eventLines(event: TimelineEvent, tradeDate: string, width: number): string[] {
  const at = newYorkTime(event.event_ts_ns);
  const time = at === null ? event.event_ts_ns : at.date === tradeDate ? at.time : `${at.date} ${at.time}`;
  const since = event.since_first_ns.startsWith('-') ? '' : '+';
  const { raw, state, differences } = event.custody;
  return [
    ...hang(
      '  ',
      `${time}  [${event.role}] ${event.summary} (${since}${formatValue(event.since_first_ns, 'ns')})`,
      width,
    ),
    ...(raw === null
      ? indent('raw record not at hand', 6, width)
      : [
          ...indent(`${raw.file}, line ${raw.line}, byte ${raw.byte_offset}, ${state}`, 6, width),
          ...quoteRecord(raw.text, width),
        ]),
    ...differences.flatMap((difference) => hang('      ! ', difference, width)),
  ];
}

function quoteRecord(text: string, width: number): string[] {
  const mark = '      │ ';
  const shown = Array.from(text.slice(0, 2 * longestRecord))
    .slice(0, longestRecord)
    .join('');
  const lines = shown
    .split(/\r?\n/)
    .flatMap((line) => breakWord(visibleText(line), width - displayWidth(mark)))
    .map((piece) => `${mark}${piece}`);
  return shown === text ? lines : [...lines, `      … ${formatCount(text.length)} characters in all`];
}

function custodyLines(explanation: Explanation, width: number): string[] {
  const byDelivery = groupBy(explanation.events, ({ custody }) => custody.source_sha256 ?? '');
  return [
    ...hang('  alert     ', explanation.alert_id, width),
    ...hang('  settings  ', explanation.settings_sha256, width),
    ...[...byDelivery].flatMap(([sha256, events]) => deliveryLines(sha256, events, width)),
    ...hang(
      '  next      ',
      `tapewarden audit chain ${explanation.alert_id.slice(0, 12)} follows these files, where the lake is in S3, to the CloudTrail events that wrote them`,
      width,
    ),
  ];
}

function deliveryLines(sha256: string, events: readonly TimelineEvent[], width: number): string[] {
  const raw = events.find(({ custody }) => custody.raw?.sha256 === sha256)?.custody.raw;
  const counted = (['confirmed', 'broken', 'missing'] as const)
    .map((state) => ({ state, events: events.filter(({ custody }) => custody.state === state).length }))
    .filter((line) => line.events > 0)
    .map((line) => `${formatCount(line.events)} ${line.state}`);
  return [
    ...hang('  delivery  ', `${raw?.file ?? 'file not at hand'} (events: ${counted.join(', ')})`, width),
    ...hang('    sha256  ', sha256 === '' ? 'the canonical row names none' : sha256, width),
    ...(raw === null || raw === undefined ? [] : hang('    raw key ', raw.raw_key, width)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function indent(text: string, columns: number, width: number): string[] {
  return hang(' '.repeat(columns), text, width);
}

/** The text made visible and wrapped, after a label on the first line and as many spaces on the others. */
function hang(label: string, text: string, width: number): string[] {
  const columns = displayWidth(label);
  return wrapText(visibleText(text), width - columns).map(
    (line, at) => `${at === 0 ? label : ' '.repeat(columns)}${line}`,
  );
}
