import type { ReportScorecard } from '../domain/generated/report.js';
import type { Run } from '../domain/generated/run.js';
import type { PatternScore } from '../domain/generated/scorecard.js';

/** A kept score with the hash of the file that it stands in. */
export type KeptScore = { readonly score: PatternScore; readonly source_sha256: string };

/** How well the patterns of a run saw labelled days, by pattern and as they are kept; a pattern without a score is named. */
export function listScores(kept: readonly KeptScore[], { patterns }: Pick<Run, 'patterns'>): ReportScorecard {
  const ran = [...patterns].sort((left, right) => (left.pattern_id < right.pattern_id ? -1 : 1));
  return {
    scores: ran.flatMap(({ pattern_id, version, settings_sha256 }) =>
      kept
        .filter(({ score }) => score.pattern_id === pattern_id)
        .map(({ score, source_sha256 }) => {
          const [all] = score.cases;
          return {
            pattern_id,
            version: score.version,
            run_version: version,
            same_settings: score.settings_sha256 === settings_sha256,
            density: score.density,
            days: score.days,
            labelled: all?.labelled ?? 0,
            found: all?.found ?? 0,
            alerts: score.alerts.all,
            right: score.alerts.right,
            precision: score.precision,
            recall: score.recall,
            f1: score.f1,
            source_sha256,
          };
        }),
    ),
    unscored: ran
      .map(({ pattern_id }) => pattern_id)
      .filter((id) => !kept.some(({ score }) => score.pattern_id === id)),
  };
}
