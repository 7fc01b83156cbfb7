import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Run } from '../domain/generated/run.js';
import type { PatternScore, Scorecard } from '../domain/generated/scorecard.js';
import { sha256 } from '../domain/sha256.js';
import type { KeptScore } from '../report/list-scores.js';
import { namesIn, readIfThere } from '../store/local-files.js';
import type { CliContext } from './cli-context.js';
import { jsonText } from './format-table.js';
import { writeDocument } from './write-document.js';

/** Keeps the scores of each pattern version in a file of its own, `<pattern>-<version>.json`; densities not scored now stay. */
export async function keepScores(folder: string, { days, scores }: Scorecard): Promise<void> {
  const versions = new Map(scores.map((score) => [fileOf(score), score]));
  for (const [name] of versions) {
    const own = scores.filter((score) => fileOf(score) === name);
    const before = await readScorecard(path.join(folder, name));
    const fresh = new Set(own.map(({ density }) => density));
    const kept: Scorecard = {
      format: 1,
      days: [...(before?.days ?? []).filter(({ density }) => !fresh.has(density)), ...days],
      scores: [...(before?.scores ?? []).filter(({ density }) => !fresh.has(density)), ...own],
    };
    await writeDocument(path.join(folder, name), jsonText(kept));
  }
}

/**
 * The scores kept for each pattern's version, or where there are none for the newest version before it. Throws
 * `file-unreadable` where there is no such folder.
 */
export async function readKept(folder: string, scores: readonly PatternScore[]): Promise<PatternScore[]> {
  return (await readKeptScores(folder, scores)).map(({ score }) => score);
}

/** The same, each with the hash of its file. */
export async function readKeptScores(
  folder: string,
  scores: readonly Pick<PatternScore, 'pattern_id' | 'version'>[],
): Promise<KeptScore[]> {
  const names = await namesIn(folder, 'files');
  const kept: KeptScore[] = [];
  for (const id of new Set(scores.map(({ pattern_id }) => pattern_id))) {
    const version = scores.find(({ pattern_id }) => pattern_id === id)?.version ?? 0;
    const versions = names.flatMap((name) => {
      const own = new RegExp(`^${id}-([0-9]+)\\.json$`).exec(name)?.[1];
      return own === undefined || Number(own) > version ? [] : [Number(own)];
    });
    if (versions.length === 0) continue;
    const text = await readIfThere(path.join(folder, `${id}-${Math.max(...versions)}.json`));
    const card = text === null ? null : (JSON.parse(text) as Scorecard);
    kept.push(...(card?.scores ?? []).map((score) => ({ score, source_sha256: sha256(text ?? '') })));
  }
  return kept;
}

/** The scores kept for the patterns of a run, in the folder named or the one beside the project; none where there is no such folder. */
export async function keptScoresOf(
  { cwd }: Pick<CliContext, 'cwd'>,
  { patterns }: Pick<Run, 'patterns'>,
  named?: string,
): Promise<KeptScore[]> {
  const folder = path.resolve(cwd, named ?? 'scorecards');
  if (named === undefined && !existsSync(folder)) return [];
  return readKeptScores(folder, patterns);
}

function fileOf({ pattern_id, version }: Pick<PatternScore, 'pattern_id' | 'version'>): string {
  return `${pattern_id}-${version}.json`;
}

async function readScorecard(file: string): Promise<Scorecard | null> {
  const text = await readIfThere(file);
  return text === null ? null : (JSON.parse(text) as Scorecard);
}
