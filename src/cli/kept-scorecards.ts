import path from 'node:path';
import type { PatternScore, Scorecard } from '../domain/generated/scorecard.js';
import { namesIn, readIfThere } from '../store/local-files.js';
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
  const names = await namesIn(folder, 'files');
  const kept: PatternScore[] = [];
  for (const id of new Set(scores.map(({ pattern_id }) => pattern_id))) {
    const version = scores.find(({ pattern_id }) => pattern_id === id)?.version ?? 0;
    const versions = names.flatMap((name) => {
      const own = new RegExp(`^${id}-([0-9]+)\\.json$`).exec(name)?.[1];
      return own === undefined || Number(own) > version ? [] : [Number(own)];
    });
    if (versions.length === 0) continue;
    const card = await readScorecard(path.join(folder, `${id}-${Math.max(...versions)}.json`));
    kept.push(...(card?.scores ?? []));
  }
  return kept;
}

function fileOf({ pattern_id, version }: Pick<PatternScore, 'pattern_id' | 'version'>): string {
  return `${pattern_id}-${version}.json`;
}

async function readScorecard(file: string): Promise<Scorecard | null> {
  const text = await readIfThere(file);
  return text === null ? null : (JSON.parse(text) as Scorecard);
}
