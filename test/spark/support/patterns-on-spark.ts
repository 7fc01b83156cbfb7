import path from 'node:path';
import { packageRoot } from '../../../src/domain/package-root.js';
import type { Pattern } from '../../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../../src/surveillance/load-pattern-catalogue.js';
import { readParity } from '../../surveillance/support/parity-record.js';

/**
 * Patterns that have been run on Spark, or those that `SPARK_PATTERNS` names (`id,id`, or `all`), to be recorded with UPDATE=1. docs/parity.md
 * says of others that they were not run.
 */
export async function patternsOnSpark(): Promise<Pattern[]> {
  const wanted = (process.env['SPARK_PATTERNS'] ?? '').split(',').filter(Boolean);
  const { patterns } = await loadPatternCatalogue(path.join(packageRoot(), 'patterns'));
  const recorded = await Promise.all(
    patterns.map(async ({ spec }) => (await readParity(spec.id)).engines.spark),
  );
  const isRun = ({ spec }: Pattern, index: number): boolean =>
    wanted.length === 0 ? recorded[index] !== undefined : wanted.includes('all') || wanted.includes(spec.id);
  const left = patterns.filter((pattern, index) => !isRun(pattern, index)).map(({ spec }) => spec.id);
  if (left.length > 0) console.log(`not run on Spark: ${left.join(', ')}`);
  return patterns.filter(isRun);
}
