import type { ExpectedAlerts } from '../../domain/generated/expected-alerts.js';
import type { PatternProblem } from '../pattern-problem.js';
import type { PatternCase } from './pattern-case.js';
import { readCaseFiles } from './read-case-files.js';

/** The case of a pattern in a folder, or everything that is wrong with its files. Throws `file-unreadable`. */
export async function readPatternCase(
  folder: string,
  pattern_id: string,
): Promise<PatternCase | PatternProblem[]> {
  const read = await readCaseFiles<Readonly<ExpectedAlerts>>(folder, 'expected-alerts');
  return Array.isArray(read) ? read : { pattern_id, ...(read as Omit<PatternCase, 'pattern_id'>) };
}
