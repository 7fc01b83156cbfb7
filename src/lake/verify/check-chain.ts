import type { DataFile, Manifest } from '../../domain/generated/manifest.js';
import { type ChainedEntry, isManifest } from '../chain-entry.js';
import { namedByEntry } from '../named-objects.js';
import { type Finding, finding } from './finding.js';

/** What the entries before one have said. */
type Before = {
  files: Map<string, DataFile>;
  commits: Set<string>;
  holds: Set<string>;
  /** Keys that were removed, and the entry that says so. */
  removed: Map<string, string>;
};

/** Holds the entries of one chain against themselves and each other: every record, file, commit and hold is accounted for. */
export function checkChain(entries: readonly ChainedEntry[]): Finding[] {
  const before: Before = { files: new Map(), commits: new Set(), holds: new Set(), removed: new Map() };
  return entries.flatMap((chained) => {
    const found = [
      ...checkReferences(chained, before),
      ...(isManifest(chained) ? checkManifest(chained, before) : []),
    ];
    remember(chained, before);
    return found;
  });
}

function remember({ key, entry }: ChainedEntry, before: Before): void {
  if (entry.kind === 'hold') before.holds.add(entry.hold_id);
  if (entry.kind === 'removal') for (const object of entry.objects) before.removed.set(object.key, key);
  if (entry.kind !== 'delivery' && entry.kind !== 'replay') return;
  before.commits.add(entry.commit_id);
  for (const file of entry.files) before.files.set(file.key, file);
}

function checkReferences(chained: ChainedEntry, before: Before): Finding[] {
  const { key, entry } = chained;
  const findings = namedByEntry(chained).flatMap((object) => {
    const removal = before.removed.get(object.key);
    return removal === undefined
      ? []
      : [finding('removed-object-named', key, { object: object.key, removal })];
  });
  if (entry.kind === 'release' && !before.holds.has(entry.hold_id)) {
    findings.push(finding('hold-unknown', key, { hold_id: entry.hold_id }));
  }
  const commit_id = entry.kind === 'duplicate' ? entry.of : 'repair' in entry ? entry.repair?.of : undefined;
  if (commit_id !== undefined && !before.commits.has(commit_id)) {
    findings.push(finding('commit-unknown', key, { commit_id }));
  }
  return findings;
}

function checkManifest({ key, entry }: ChainedEntry<Manifest>, before: Before): Finding[] {
  const findings: Finding[] = [];
  const { read, accepted, rejected, duplicates } = entry.totals;
  if (read !== accepted + rejected + duplicates) {
    findings.push(finding('totals-unbalanced', key, { read, accepted, rejected, duplicates }));
  }
  const rows = sumOfRows(entry.files.filter(({ rewrites }) => rewrites === undefined));
  const { deleting = 0, superseded = 0 } = entry.corrections ?? {};
  const expected = accepted - deleting - superseded;
  if (rows !== expected) findings.push(finding('rows-unaccounted', key, { rows, expected }));
  const records = entry.quarantine?.records ?? 0;
  if (records > rejected || (records === 0) !== (rejected === 0)) {
    findings.push(finding('quarantine-unaccounted', key, { records, rejected }));
  }
  return [...findings, ...checkRestatement(key, entry, before)];
}

function checkRestatement(key: string, entry: Manifest, { files }: Before): Finding[] {
  const findings: Finding[] = [];
  const superseded = new Map<string, DataFile>();
  for (const { key: object, sha256 } of entry.supersedes) {
    const file = files.get(object);
    if (file?.sha256 !== sha256) findings.push(finding('superseded-unknown', key, { object }));
    else superseded.set(object, file);
  }
  const rewriting = entry.files.filter(({ rewrites }) => rewrites !== undefined);
  for (const { key: object, rewrites = '', rows } of rewriting) {
    const original = superseded.get(rewrites);
    if (original === undefined || original.rows < rows) {
      findings.push(finding('rewritten-unknown', key, { object, rewrites }));
    }
  }
  if (findings.length > 0) return findings;
  const before = sumOfRows([...superseded.values()]);
  const carried = sumOfRows(rewriting);
  const { replaced = 0, deleted = 0 } = entry.restates ?? {};
  if (before === carried + replaced + deleted) return [];
  return [finding('restated-unbalanced', key, { before, carried, replaced, deleted })];
}

function sumOfRows(files: readonly DataFile[]): number {
  return files.reduce((total, { rows }) => total + rows, 0);
}
