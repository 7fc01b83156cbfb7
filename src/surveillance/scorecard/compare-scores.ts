import type { PatternScore } from '../../domain/generated/scorecard.js';
import { compareSettingTexts } from '../setting-text.js';

/** A figure of a pattern that is lower than the one kept for it; null is a figure of nothing. */
export type Regression = {
  readonly pattern_id: string;
  readonly version: number;
  readonly kept_version: number;
  readonly density: PatternScore['density'];
  readonly figure: 'precision' | 'recall';
  readonly kept: string;
  readonly now: string | null;
};

/**
 * Where precision or recall fell below what is kept, by pattern and density; the kept scores may be of an earlier version.
 *
 * A figure that was there and is not any more has fallen; one that nothing is kept for has not.
 */
export function compareScores(now: readonly PatternScore[], kept: readonly PatternScore[]): Regression[] {
  return now.flatMap((score) => {
    const before = kept.find(
      ({ pattern_id, density }) => pattern_id === score.pattern_id && density === score.density,
    );
    if (before === undefined) return [];
    return (['precision', 'recall'] as const).flatMap((figure): Regression[] => {
      const [was, is] = [before[figure], score[figure]];
      if (was === null || (is !== null && compareSettingTexts(is, was) >= 0)) return [];
      const { pattern_id, version, density } = score;
      return [{ pattern_id, version, kept_version: before.version, density, figure, kept: was, now: is }];
    });
  });
}
