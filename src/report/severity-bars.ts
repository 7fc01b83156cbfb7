import type { BarChart } from './charts/chart.js';
import { formatCount } from './exact-value.js';

const severities = ['high', 'medium', 'low'] as const;

type PatternCounts = Readonly<Record<(typeof severities)[number] | 'total', number> & { pattern_id: string }>;

/** A bar of alerts for each pattern, divided by severity, with the counts at its end. */
export function severityBars(patterns: readonly PatternCounts[]): BarChart {
  return {
    ...{ kind: 'bars', direction: 'across', arrangement: 'stacked', series: severities, measure: 'alerts' },
    categories: patterns.map((counts) => ({
      label: counts.pattern_id,
      values: severities.map((severity) => counts[severity]),
      notes: [counts.total === 0 ? '0' : noteOf(counts)],
    })),
  };
}

function noteOf(counts: PatternCounts): string {
  const there = severities.filter((severity) => counts[severity] > 0);
  return there.map((severity) => `${formatCount(counts[severity])} ${severity}`).join(', ');
}
