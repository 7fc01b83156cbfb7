import type { CanaryLine, CoverageLine, SettingLine } from '../../domain/generated/report.js';
import { formatCount, formatValue } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Cell, Row, Section, Span, Text } from '../page.js';
import { cutText } from '../visible-text.js';

const outcomeMarks: Readonly<Record<CoverageLine['outcome'], Span>> = {
  failed: mark('failed', 'Failed'),
  not_run: mark('failed', 'Not run'),
  inconclusive: mark('incomplete', 'Inconclusive'),
  alerts: mark('findings', 'Alerts'),
  clear: mark('complete', 'Clear'),
  not_in_force: { soft: '– Not in force' },
};

/** What was looked for: one row per pattern, whatever its outcome, those that prove nothing first. */
export function coverageSection(coverage: readonly CoverageLine[]): Section {
  const title = 'Surveillance coverage';
  if (coverage.length === 0) {
    const text = 'No pattern was run; that nothing was found means nothing.';
    return { title, blocks: [{ kind: 'paragraph', text }] };
  }
  return {
    title,
    blocks: [
      {
        kind: 'table',
        caption:
          'Clear means: ran to its end on complete inputs and found nothing. Failed, not run and inconclusive say nothing about the market. Canary: abuse injected into each run, kept apart, that the pattern must find.',
        columns: [
          { title: 'Pattern', as: 'row' },
          { title: 'Outcome' },
          { title: 'Alerts', as: 'number' },
          { title: 'Events seen', as: 'number' },
          { title: 'Instruments seen', as: 'number' },
          { title: 'Settings in force' },
        ],
        rows: coverage.map(coverageRow),
      },
    ],
  };
}

const canaryWords: Readonly<Record<CanaryLine['state'], Text>> = {
  found: '✓ canary found',
  missed: mark('failed', 'canary missed: blind'),
  not_run: 'canary not run',
  none: mark('incomplete', 'no canary'),
};

function coverageRow(line: CoverageLine): Row {
  const { outcome, alerts, title, pattern_id, version, reason, canary, settings, missing_inputs } = line;
  const ran = outcome === 'alerts' || outcome === 'clear';
  const open = missing_inputs.map(({ dataset, verdict }) => `${dataset} ${verdict.replaceAll('_', ' ')}`);
  const why = [
    ...(reason === null ? [] : [cutText(reason, 400)]),
    ...(open.length === 0 ? [] : [`Inputs not whole: ${open.join(', ')}`]),
  ];
  const bird = canary === undefined ? [] : [{ small: canaryWords[canary.state] }];
  return [
    {
      lines: [title, { small: `${pattern_id} version ${version}` }, ...why.map((text) => ({ small: text }))],
    },
    { lines: [outcomeMarks[outcome], ...bird] },
    ran || alerts > 0 ? formatCount(alerts) : '–',
    eventsSeen(line),
    formatCount(line.instruments_seen),
    settingsCell(settings),
  ];
}

function eventsSeen({ outcome, events_seen }: CoverageLine): Text {
  return outcome === 'clear' && events_seen === 0 ? mark('incomplete', '0') : formatCount(events_seen);
}

function settingsCell(settings: readonly SettingLine[]): Cell {
  if (settings.length === 0) return '';
  const items = settings.map((setting): [string, Text] => [setting.name, settingText(setting)]);
  return { lines: [{ kind: 'definitions', items }] };
}

function settingText(setting: SettingLine): Text {
  const inForce = settingValue(setting, setting.value);
  const byDefault = setting.default === null ? inForce : settingValue(setting, setting.default);
  return inForce === byDefault ? inForce : [inForce, ' ', { soft: `(default ${byDefault})` }];
}

function settingValue({ name, type }: SettingLine, value: string): string {
  const isDuration = type === 'duration' || (type === null && name.endsWith('_ns'));
  return formatValue(value, isDuration ? 'ns' : '');
}
