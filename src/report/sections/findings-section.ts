import type { AlertLine, AlertTotals, Finding, MeasureLine, Report } from '../../domain/generated/report.js';
import { countSeverities } from '../../surveillance/order-alerts.js';
import { formatCount, formatValue } from '../exact-value.js';
import { formatUtc, newYorkTime } from '../format-time.js';
import { mark } from '../mark.js';
import { moreOf } from '../more-of.js';
import type { Block, Cell, Column, Definitions, Figure, Row, Section, Span, Table } from '../page.js';
import { severityBars } from '../severity-bars.js';
import { cutText } from '../visible-text.js';

const mostAlerts = 200;
const mostText = 120;
const longestValue = 40;

/** The alerts by pattern, at most 200 of each, with the count of the rest. */
export function findingsSection({ findings, alerts: totals, trade_date }: Report): Section {
  const title = 'Alerts';
  if (findings.length === 0) {
    const text = 'No alert is recorded. What that is worth is said under Surveillance coverage.';
    return { title, blocks: [{ kind: 'paragraph', text }] };
  }
  const severities = countSeverities(findings.flatMap(({ alerts }) => alerts));
  return {
    title,
    blocks: [
      {
        kind: 'paragraph',
        text: [
          `${severities}; gravest first. A score is 0 to 100; what it is made of is in the report document and in `,
          { code: 'tapewarden alerts explain ID' },
          ', for which the beginning of an id, as it stands below, is enough.',
        ],
      },
      totalsFigure(totals),
      ...findings.flatMap((finding) => ofPattern(finding, trade_date)),
    ],
  };
}

function totalsFigure(totals: AlertTotals): Figure {
  return {
    kind: 'figure',
    title: 'Alerts by pattern and severity',
    description:
      'A bar for each pattern, as long as it has alerts, divided by severity. The table below has the counts.',
    drawing: severityBars(totals.patterns),
    data: totalsTable(totals),
  };
}

function totalsTable({ patterns, ...all }: AlertTotals): Table {
  const counts = ({ high, medium, low, total }: Pick<AlertTotals, 'high' | 'medium' | 'low' | 'total'>) =>
    [high, medium, low, total].map((count) => (count === 0 ? '–' : formatCount(count)));
  const numbers = ['High', 'Medium', 'Low', 'All'];
  return {
    kind: 'table',
    caption: 'All alerts by pattern and severity',
    columns: [
      { title: 'Pattern', as: 'row' },
      ...numbers.map((title) => ({ title, as: 'number' as const })),
      { title: 'Highest score', as: 'number' },
    ],
    rows: patterns.map(({ title, pattern_id, version, highest_score, ...own }) => [
      { lines: [title, { small: `${pattern_id} version ${version}` }] },
      ...counts(own),
      String(highest_score),
    ]),
    total: ['All patterns', ...counts(all), ''],
  };
}

function ofPattern(finding: Finding, tradeDate: string): Block[] {
  const { title, behaviour, pattern_id, version, cites } = finding;
  const rules = cites.length === 0 ? '' : `; ${cites.join('; ')}`;
  return [
    { kind: 'heading', text: title },
    {
      kind: 'paragraph',
      text: [`${behaviour} `, { soft: `${pattern_id} version ${version}${rules}.` }],
    },
    alertTable(finding, tradeDate),
    ...meanings(finding.alerts[0]?.measures ?? []),
  ];
}

function alertTable({ alerts }: Finding, tradeDate: string): Table {
  const shown = alerts.slice(0, mostAlerts);
  const rest = alerts.length - shown.length;
  const measures = shown[0]?.measures ?? [];
  const compared = measures.filter(({ compare }) => compare !== null);
  const others = measures.filter(({ compare }) => compare === null);
  return {
    kind: 'table',
    caption: [
      `${formatCount(alerts.length)} ${alerts.length === 1 ? 'alert' : 'alerts'}`,
      ...moreOf(`, of which the first ${formatCount(shown.length)} are shown; `, rest, 'report document'),
    ],
    columns: [
      { title: 'Alert and evidence', as: 'row' },
      { title: 'Severity' },
      { title: 'About' },
      { title: 'First event', as: 'time' },
      ...compared.map(measureColumn),
      ...(others.length === 0 ? [] : [{ title: 'Also measured' }]),
    ],
    rows: shown.map((alert) => alertRow(alert, { compared, others, tradeDate })),
  };
}

function measureColumn({ name, compare, threshold, unit }: MeasureLine): Column {
  const note = `${compare === 'at_least' ? '≥' : '≤'} ${formatValue(threshold, unit)}`;
  return { title: name, note, as: 'number' };
}

interface AlertColumns {
  /** Measures with a column of their own: those that a setting decides. */
  readonly compared: readonly MeasureLine[];
  /** Measures that share one column. */
  readonly others: readonly MeasureLine[];
  readonly tradeDate: string;
}

function alertRow(alert: AlertLine, { compared, others, tradeDate }: AlertColumns): Row {
  const own = ({ name }: MeasureLine) => alert.measures.find((measure) => measure.name === name);
  const rest = others.map(own).filter((measure) => measure !== undefined);
  return [
    identity(alert),
    { lines: [severityMark(alert.severity), { small: `score ${alert.score}` }] },
    { lines: [subject(alert.subject)] },
    time(alert, tradeDate),
    ...compared.map((column) => measureCell(own(column))),
    ...(others.length === 0 ? [] : [{ lines: [otherMeasures(rest)] }]),
  ];
}

function otherMeasures(measures: readonly MeasureLine[]): Definitions {
  return { kind: 'definitions', items: measures.map((measure) => [measure.name, shownValue(measure)]) };
}

function severityMark(severity: AlertLine['severity']): Span {
  return {
    mark: severity,
    state: severity === 'high' ? 'failed' : severity === 'medium' ? 'findings' : 'plain',
  };
}

function subject(of: Readonly<Record<string, string>>): Definitions {
  return {
    kind: 'definitions',
    items: Object.entries(of).map(([name, value]) => [name, cutText(value, mostText)]),
  };
}

function time({ first_ts_ns, last_ts_ns }: AlertLine, tradeDate: string): Cell {
  const at = newYorkTime(first_ts_ns);
  const lasting = BigInt(last_ts_ns) - BigInt(first_ts_ns);
  const date = at === null || at.date === tradeDate ? '' : `${at.date} `;
  const local = at === null ? '' : `${date}${at.time} ${at.zone}`;
  const length = lasting === 0n ? 'one instant' : `lasting ${formatValue(lasting.toString(), 'ns')}`;
  return { lines: [local, { small: formatUtc(first_ts_ns) }, { small: length }] };
}

function measureCell(measure: MeasureLine | undefined): Cell {
  if (measure === undefined) return '–';
  if (measure.holds !== false) return shownValue(measure);
  return { lines: [mark('failed', shownValue(measure)), { small: 'outside its setting' }] };
}

function shownValue({ value, unit }: MeasureLine): string {
  return value === null ? '–' : cutText(formatValue(value, unit), longestValue);
}

function identity({ alert_id, roles, evidence_count }: AlertLine): Cell {
  const parts = roles.map(({ role, events }) => `${formatCount(events)} ${role}`).join(', ');
  const total = `${formatCount(evidence_count)} ${evidence_count === 1 ? 'event' : 'events'}`;
  return { lines: [{ code: alert_id.slice(0, 12) }, { small: total }, { small: parts }] };
}

function meanings(measures: readonly MeasureLine[]): Block[] {
  const named = measures.filter(({ meaning }) => meaning !== '');
  if (named.length === 0) return [];
  const items = named.map(({ name, meaning, unit }): [string, string] => [
    name,
    `${meaning.replace(/\.$/, '')}${unit === '' || unit === 'ns' ? '' : ` (${unit})`}`,
  ]);
  return [{ kind: 'definitions', items }];
}
