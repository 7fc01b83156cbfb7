import type { Alert } from '../../domain/generated/alert.js';
import type { Evidence } from '../../domain/generated/evidence.js';
import type { PatternSpec } from '../../domain/generated/pattern.js';
import type { TuningSample } from '../../domain/generated/tuning.js';
import { eventKey } from './find-case-events.js';
import { judgeAlerts, type LabelledResult } from './score-pattern.js';

const MOST_SAMPLES = 10;

/** What is sampled: a pattern's setting at its value in force, with the results there and at other values of it. */
export type ThresholdTask = {
  readonly spec: Pick<PatternSpec, 'id' | 'measures'>;
  readonly setting: string;
  readonly threshold: string;
  readonly labelled: boolean;
  /** Day by day, as several may be of one trade date: what the value in force says, and what the others say. */
  readonly days: readonly { readonly in_force: LabelledResult; readonly others: readonly LabelledResult[] }[];
};

/**
 * Alerts above and below the line of one setting, each list by the distance of its measure from the threshold, nearest first.
 *
 * Below the line are alerts that fail the threshold, that other values of the setting raise and that share no event with an alert of the settings in force. Empty where no
 * measure is compared with the setting.
 */
export function sampleThreshold(task: ThresholdTask): { above: TuningSample[]; below: TuningSample[] } {
  const [measure, spec] =
    Object.entries(task.spec.measures).find(([, { setting }]) => setting === task.setting) ?? [];
  if (measure === undefined) return { above: [], below: [] };
  const fails = ({ value }: TuningSample): boolean =>
    spec?.compare === 'at_most'
      ? scaled(value) > scaled(task.threshold)
      : scaled(value) < scaled(task.threshold);
  const sides = task.days.map(({ in_force, others }) => {
    const raised = new Set(in_force.evidence.map(eventKey));
    const below = others.map((result) =>
      withAlerts(result, (events) => !events.some((event) => raised.has(eventKey(event)))),
    );
    return { above: samples(task, measure, [in_force]), below: samples(task, measure, below).filter(fails) };
  });
  return {
    above: nearestFirst(sides.flatMap(({ above }) => above)).slice(0, MOST_SAMPLES),
    below: nearestFirst(sides.flatMap(({ below }) => below)).slice(0, MOST_SAMPLES),
  };
}

function withAlerts(result: LabelledResult, keep: (events: readonly Evidence[]) => boolean): LabelledResult {
  const events = new Map<string, Evidence[]>();
  for (const event of result.evidence)
    events.set(event.alert_id, [...(events.get(event.alert_id) ?? []), event]);
  return { ...result, alerts: result.alerts.filter(({ alert_id }) => keep(events.get(alert_id) ?? [])) };
}

function samples(task: ThresholdTask, measure: string, results: readonly LabelledResult[]): TuningSample[] {
  const all = results.flatMap((result) => {
    const { verdicts } = judgeAlerts(task.spec.id, result);
    return result.alerts.flatMap((alert): TuningSample[] => {
      const value = alert.measures[measure] ?? null;
      if (value === null) return [];
      const verdict = task.labelled ? (verdicts.get(alert.alert_id) ?? null) : null;
      return [{ ...told(alert), setting: task.setting, threshold: task.threshold, measure, value, verdict }];
    });
  });
  // Several values of the setting raise the same alert of a day; the subject and the value tell that it is.
  return [
    ...new Map(all.map((sample) => [`${JSON.stringify(sample.subject)} ${sample.value}`, sample])).values(),
  ];
}

function nearestFirst(all: readonly TuningSample[]): TuningSample[] {
  return [...all].sort((left, right) => compare(distance(left), distance(right)));
}

function told({
  alert_id,
  trade_date,
  subject,
  measures,
}: Alert): Pick<TuningSample, 'alert_id' | 'trade_date' | 'subject' | 'measures'> {
  return { alert_id, trade_date, subject, measures };
}

function distance({ value, threshold }: TuningSample): bigint {
  const difference = scaled(value) - scaled(threshold);
  return difference < 0n ? -difference : difference;
}

function scaled(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(14, '0'));
}

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
