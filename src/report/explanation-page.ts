import type {
  Custody,
  Explanation,
  MeasureLine,
  SettingLine,
  TimelineEvent,
} from '../domain/generated/explanation.js';
import { marketSections } from './alert/market-section.js';
import { eventTimeline } from './event-timeline.js';
import { formatCount, formatMeasure, formatSetting, formatValue } from './exact-value.js';
import { formatNewYork, formatUtc } from './format-time.js';
import { mark } from './mark.js';
import { moreOf } from './more-of.js';
import type { Block, Cell, Definitions, Page, Row, Section, Small, Span, Table, Text } from './page.js';
import { cutText } from './visible-text.js';

const mostEvents = 200;
const longestRecord = 500;

/** The explanation as a page: at most 200 events, with the count of the rest; raw records are cut at 500 characters. */
export function explanationPage(explanation: Explanation): Page {
  const { title, pattern_id, pattern_version, severity, score, cites, story, trade_date } = explanation;
  return {
    title: `${title}: alert ${explanation.alert_id.slice(0, 12)}`,
    lead: `${pattern_id} version ${pattern_version}, severity ${severity}, score ${score}, trade date ${trade_date}; ${cites.join('; ')}. Times are New York time, with UTC below.`,
    opening: doubts(explanation.doubts),
    sections: [
      { title: 'What happened', blocks: [{ kind: 'paragraph', text: story }] },
      thresholdsSection(explanation),
      scoreSection(explanation),
      ...marketSections(explanation),
      { title: 'Events', blocks: [eventsBlock(explanation)] },
      { title: 'Chain of custody', blocks: [custody(explanation)] },
    ],
  };
}

function doubts(sentences: readonly string[]): Block[] {
  if (sentences.length === 0) return [];
  return [
    {
      kind: 'notice',
      state: 'failed',
      blocks: [
        { kind: 'paragraph', text: { mark: 'Not everything agrees.', state: 'failed' } },
        { kind: 'list', items: sentences.map((doubt) => cutText(doubt, 400)) },
      ],
    },
  ];
}

function scoreSection({ score_levels, score_start, score_parts }: Explanation): Section {
  const parts = score_parts.map(({ reason }) => cutText(reason, 400));
  return {
    title: 'Score',
    blocks: [
      { kind: 'paragraph', text: `${score_levels}.` },
      { kind: 'list', items: [`${score_start} points: for an alert of this pattern`, ...parts] },
    ],
  };
}

/** Settings beside what came of them, then the measures that are compared with none. */
function thresholdsSection({ settings, measures }: Explanation): Section {
  const thresholds: Table = {
    kind: 'table',
    caption: 'Settings in force, beside what was measured',
    columns: [
      { title: 'Setting', as: 'row' },
      { title: 'In force', as: 'number' },
      { title: 'Actual' },
      { title: 'Holds' },
      { title: 'What it decides' },
    ],
    rows: settings.map((setting) => [
      setting.name.replaceAll('_', ' '),
      limitOf(setting, measures),
      actualText(setting),
      holdsMark(measures.find((measure) => measure.setting === setting.name)),
      setting.meaning,
    ]),
  };
  const others = measures.filter(({ setting }) => setting === null);
  const further: Table = {
    kind: 'table',
    caption: 'What else was measured',
    columns: [{ title: 'Measure', as: 'row' }, { title: 'Value', as: 'number' }, { title: 'Meaning' }],
    rows: others.map(({ name, value, unit, meaning }) => [
      name.replaceAll('_', ' '),
      cutText(formatMeasure(value, unit), 120),
      meaning,
    ]),
  };
  const tables = [thresholds, further].filter(({ rows }) => rows.length > 0);
  return { title: 'Thresholds and actual values', blocks: tables };
}

function limitOf(line: SettingLine, measures: readonly MeasureLine[]): string {
  const measure = measures.find(({ setting }) => setting === line.name);
  const sign = measure?.compare === 'at_least' ? '≥ ' : measure?.compare === 'at_most' ? '≤ ' : '';
  return `${sign}${formatSetting(line, measure?.unit)}`;
}

function actualText({ actual, because }: SettingLine): Cell {
  if (because !== null) return { soft: because };
  return {
    lines: actual.map(({ says, value, unit }) => [
      { strong: cutText(formatMeasure(value, unit), 120) },
      ` ${says.replaceAll('_', ' ')}`,
    ]),
  };
}

function holdsMark(measure: MeasureLine | undefined): Span {
  if (measure === undefined || measure.compare === null) return { soft: 'not compared' };
  const { holds } = measure;
  if (holds === null) return mark('incomplete', 'Cannot be compared');
  return holds ? mark('complete', 'Yes') : mark('failed', 'No');
}

function eventsBlock(explanation: Explanation): Block {
  const { events } = explanation;
  const shown = events.slice(0, mostEvents);
  const first = `, of which the first ${formatCount(shown.length)} are shown; `;
  const data: Table = {
    kind: 'table',
    caption: [
      `${formatCount(events.length)} ${events.length === 1 ? 'event' : 'events'} by time`,
      ...moreOf(first, events.length - shown.length, 'explanation document'),
    ],
    columns: [
      { title: 'Time', as: 'time' },
      { title: 'After first', as: 'number' },
      { title: 'Role' },
      { title: 'Event and raw record' },
    ],
    rows: shown.map(eventRow),
  };
  const drawing = explanation.books.length === 0 ? eventTimeline(explanation) : null;
  if (drawing === null) return data;
  return {
    kind: 'figure',
    title: 'Events by time and price',
    description:
      'Each event of the alert is a mark, from left to right by time and from bottom to top by price, in a shape of its role. The table below has the exact values.',
    drawing,
    data,
  };
}

function eventRow({ event_ts_ns, since_first_ns, role, summary, custody: of }: TimelineEvent): Row {
  return [
    { lines: [formatNewYork(event_ts_ns), { small: formatUtc(event_ts_ns) }] },
    formatValue(since_first_ns, 'ns'),
    role,
    { lines: [summary, ...rawLines(of)] },
  ];
}

const custodyMarks: Readonly<Record<Custody['state'], Span>> = {
  confirmed: mark('complete', 'Confirmed'),
  broken: mark('failed', 'Broken'),
  missing: mark('incomplete', 'Raw record not at hand'),
};

/** The raw record line by line, whether it is confirmed, where it stands, and what differs. */
function rawLines({ state, raw, differences }: Custody): Small[] {
  const record = raw === null ? [] : cutText(raw.text, longestRecord).split(/\r?\n/);
  const where = raw === null ? [] : [` ${raw.file}, line ${raw.line}, byte ${raw.byte_offset}`];
  return [
    ...record.map((line) => ({ small: { code: line } })),
    { small: [custodyMarks[state], ...where] },
    ...differences.map((difference) => ({ small: cutText(difference, 200) })),
  ];
}

function custody({ alert_id, settings_sha256, events }: Explanation): Definitions {
  const raws = events.flatMap(({ custody: { raw } }) => (raw === null ? [] : [raw]));
  const deliveries = new Map(raws.map((raw) => [raw.sha256, raw]));
  const hashed = (name: string, hash: string): [string, Text] => [name, { code: hash }];
  return {
    kind: 'definitions',
    items: [
      hashed('Alert', alert_id),
      hashed('Settings', settings_sha256),
      ...[...deliveries.values()].map(({ file, sha256, raw_key }): Definitions['items'][number] => [
        'Delivery',
        { lines: [file, { code: sha256 }, { code: raw_key }] },
      ]),
      [
        'Further down',
        [
          { code: `tapewarden audit chain ${alert_id.slice(0, 12)}` },
          ' follows these files, where the lake is in S3, to the CloudTrail events that wrote them and to the signatures of AWS.',
        ],
      ],
    ],
  };
}
