import type { DataFile, Manifest } from '../domain/generated/manifest.js';
import { type ChainedEntry, isManifest } from '../lake/chain-entry.js';
import { wrapText } from './wrap-text.js';

/** What is known of data files by key: the commit that made them. */
type Known = Map<string, { file: DataFile; commit_id: string }>;

/**
 * The history of a lake for people: a block of lines for each entry, what happened and why.
 *
 * `known` are all entries of the chains, which name the files that shown ones supersede.
 */
export function tellHistory(
  shown: readonly ChainedEntry[],
  known: readonly ChainedEntry[],
  width: number,
): string {
  const files: Known = new Map(
    known
      .filter(isManifest)
      .flatMap(({ entry }) => entry.files.map((file) => [file.key, { file, commit_id: entry.commit_id }])),
  );
  return shown
    .map(({ entry }) => {
      const lines = linesOf(entry, files).flatMap((line) => wrapText(line, width - 4));
      const title = `${timeOf(entry.committed_at_ns)}  ${entry.feed} ${entry.sequence}  ${entry.kind}`;
      return [title, ...lines.map((line) => `    ${line}`)].map((line) => `${line}\n`).join('');
    })
    .join('\n');
}

function timeOf(ns: string): string {
  const instant = BigInt(ns);
  const seconds = new Date(Number(instant / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(instant % 1_000_000_000n).padStart(9, '0')}Z`;
}

function linesOf(entry: ChainedEntry['entry'], files: Known): string[] {
  switch (entry.kind) {
    case 'delivery':
    case 'replay':
      return manifestLines(entry, files);
    case 'refusal':
      return [
        `${entry.delivery.uri} for ${entry.trade_date} was refused`,
        ...entry.faults.map(({ code, message }) =>
          message.endsWith(`[${code}]`) ? message : `${message} [${code}]`,
        ),
      ];
    case 'duplicate':
      return [`${entry.delivery.uri} for ${entry.trade_date} holds the bytes of commit ${short(entry.of)}`];
    case 'removal':
      return [
        `${counted(entry.objects.length, 'object')} of ${bytesOf(entry.objects)} bytes removed as ${entry.reason} by ${entry.by}`,
        entry.rule,
      ];
    case 'hold':
      return [`hold ${entry.hold_id} on ${entry.from} to ${entry.to} by ${entry.by}: ${entry.reason}`];
    case 'release':
      return [`hold ${entry.hold_id} released by ${entry.by}: ${entry.reason}`];
  }
}

function manifestLines(entry: Manifest, files: Known): string[] {
  const { read, accepted, rejected, duplicates } = entry.totals;
  const repaired = entry.repair === null ? '' : `, repaired records of commit ${short(entry.repair.of)}`;
  const lines = [
    `${entry.delivery.uri} for ${entry.trade_date}, commit ${short(entry.commit_id)}${repaired}`,
    `${read} read = ${accepted} accepted + ${rejected} rejected + ${counted(duplicates, 'duplicate')}`,
  ];
  if (entry.restates !== null) {
    const { reason, replaced, deleted, detail } = entry.restates;
    lines.push(`${reason}: ${counted(replaced, 'row')} replaced, ${deleted} deleted; ${detail}`);
  }
  for (const { key } of entry.supersedes) {
    const known = files.get(key);
    const what =
      known === undefined
        ? key
        : `${known.file.dataset} of ${known.file.trade_date} of commit ${short(known.commit_id)}, ${counted(known.file.rows, 'row')}`;
    lines.push(`supersedes ${what}`);
  }
  return lines;
}

function short(commit_id: string): string {
  return commit_id.slice(0, 12);
}

function bytesOf(objects: readonly { bytes: number }[]): number {
  return objects.reduce((total, { bytes }) => total + bytes, 0);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
