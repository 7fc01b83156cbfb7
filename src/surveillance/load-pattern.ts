import path from 'node:path';
import type { PatternSpec } from '../domain/generated/pattern.js';
import { parsePlacedYaml } from '../domain/placed-yaml.js';
import { sha256 } from '../domain/sha256.js';
import { specProblem } from '../domain/spec-problem.js';
import { validateSpec } from '../domain/validate-spec.js';
import { namesIn, readIfThere } from '../store/local-files.js';
import type { PatternCase } from './cases/pattern-case.js';
import { readPatternCase } from './cases/read-pattern-case.js';
import { checkPattern } from './check-pattern.js';
import { type PatternProblem, patternProblem } from './pattern-problem.js';

/** One surveillance pattern, ready to be bound and run: its specification and its two SQL texts as they stand in files. */
export type Pattern = {
  readonly spec: PatternSpec;
  readonly alerts_sql: string;
  readonly evidence_sql: string;
  /** SHA-256 of alerts.sql, a NUL and evidence.sql. */
  readonly sql_sha256: string;
  /** Abuse that every run must find; null where the folder has none. */
  readonly canary: PatternCase | null;
};

/**
 * The pattern in a folder with pattern.yaml, alerts.sql and evidence.sql, or everything that is wrong with it.
 *
 * Beyond the schema it checks that datasets and columns exist, defaults keep their bounds, measures name settings, every
 * `:name` of the SQL is a setting and every setting is used. Throws `file-unreadable` for anything but a missing file.
 */
export async function loadPattern(folder: string): Promise<Pattern | PatternProblem[]> {
  const files = {
    yaml: path.join(folder, 'pattern.yaml'),
    alerts: path.join(folder, 'alerts.sql'),
    evidence: path.join(folder, 'evidence.sql'),
  };
  const [yamlText, alertsSql, evidenceSql] = await Promise.all([
    readIfThere(files.yaml),
    readIfThere(files.alerts),
    readIfThere(files.evidence),
  ]);
  const missing = [
    ...(yamlText === null ? [missingFile(files.yaml, 'a pattern specification')] : []),
    ...(alertsSql === null ? [missingFile(files.alerts, 'the query that finds alerts')] : []),
    ...(evidenceSql === null ? [missingFile(files.evidence, 'the query that gathers evidence')] : []),
  ];
  if (yamlText === null || alertsSql === null || evidenceSql === null) return missing;
  const yaml = parsePlacedYaml(files.yaml, yamlText);
  if (Array.isArray(yaml)) return yaml;
  const spec = await validateSpec<PatternSpec>(yaml, 'pattern');
  if (Array.isArray(spec)) return spec;
  const problems = await checkPattern(spec, yaml, [
    { file: files.alerts, text: alertsSql },
    { file: files.evidence, text: evidenceSql },
  ]);
  const folderName = path.basename(path.resolve(folder));
  if (spec.id !== folderName) {
    const data = { id: spec.id, folder: folderName };
    problems.unshift(patternProblem('pattern-id-differs', yaml.placeOf(['id']), data));
  }
  const canary = await readCanary(folder, spec.id);
  if (Array.isArray(canary)) problems.push(...canary);
  if (problems.length > 0 || Array.isArray(canary)) return problems;
  const hash = sha256(`${alertsSql}\0${evidenceSql}`);
  return { spec, alerts_sql: alertsSql, evidence_sql: evidenceSql, sql_sha256: hash, canary };
}

async function readCanary(folder: string, id: string): Promise<PatternCase | PatternProblem[] | null> {
  if (!(await namesIn(folder, 'folders')).includes('canary')) return null;
  return readPatternCase(path.join(folder, 'canary'), id);
}

function missingFile(file: string, expected: string): PatternProblem {
  return specProblem('spec-file-missing', { file }, { expected });
}
