import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import type { LakeVerification } from '../../domain/generated/lake-verification.js';
import { listCommittedFeeds } from '../../lake/read-lake.js';
import { formatFinding } from '../../lake/verify/finding.js';
import { type VerifiedLake, type VerifyMeans, verifyLake } from '../../lake/verify/verify-lake.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { counted, grouped, jsonText } from '../format-table.js';
import { requireKnown } from '../require-known.js';

type VerifyFlags = ProjectFlags & { readonly date?: string; readonly feed?: string; readonly json: boolean };

/** Bytes after which a line says how far it is. */
const STEP = 256 << 20;
/** Orphans that are listed one by one. */
const LISTED = 20;

/** Reads the lake again and prints every finding; exit code findings where there is one. */
export async function lakeVerify(context: CliContext, flags: VerifyFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  // A work folder of its own: copies of objects that an earlier command has made are not trusted.
  return inProcessFolder(project.work, async (work) => {
    const store = await openLake({ ...project, work });
    if (flags.feed !== undefined) requireKnown('feed', flags.feed, await listCommittedFeeds(store));
    const means = { store, spill: path.join(work, 'spill'), onProgress: progress(context) };
    const verified = await verifyLake(means, {
      ...(flags.feed === undefined ? {} : { feed: flags.feed }),
      ...(flags.date === undefined ? {} : { trade_date: flags.date }),
    });
    context.process.stdout.write(flags.json ? jsonText(documentOf(verified)) : textOf(verified));
    context.process.stderr.write(summaryOf(verified));
    return verified.findings.length === 0 ? EXIT.clear : EXIT.findings;
  });
}

function progress(context: CliContext): VerifyMeans['onProgress'] {
  let told = 0;
  return ({ objects, bytes, of_objects, of_bytes }) => {
    if (bytes - told < STEP) return;
    told = bytes;
    context.process.stderr.write(
      `${grouped(objects)} of ${counted(of_objects, 'object')}, ${megabytes(bytes)} of ${megabytes(of_bytes)} MB\n`,
    );
  };
}

function megabytes(bytes: number): string {
  return grouped(Math.ceil(bytes / 1_000_000));
}

function documentOf({ chains, audits, read, orphans, findings, ...counts }: VerifiedLake): LakeVerification {
  return {
    format: 1,
    chains: chains.map(({ feed, count, head_sha256 }) => ({ feed, entries: count, head_sha256 })),
    audits: audits.map(({ kind, count, head_sha256 }) => ({ kind, records: count, head_sha256 })),
    ...counts,
    ...read,
    orphans: orphans.map(({ key, bytes }) => ({ key, bytes })),
    findings: findings.map((found) => ({
      code: found.code,
      key: found.key,
      message: formatFinding(found),
    })),
  };
}

function textOf({ findings, orphans }: VerifiedLake): string {
  const lines = findings.map(formatFinding);
  const listed = orphans
    .slice(0, LISTED)
    .map(({ key, bytes }) => `orphan  ${key}  ${counted(bytes, 'byte')}`);
  const more = orphans.length - listed.length;
  if (more > 0) listed.push(`orphan  and ${grouped(more)} more; --json lists all`);
  return [...lines, ...listed].map((line) => `${visible(line)}\n`).join('');
}

function summaryOf({ chains, runs, audits, read, removed, orphans, findings }: VerifiedLake): string {
  const entries = chains.reduce((total, { count }) => total + count, 0);
  const records = audits.reduce((total, { count }) => total + count, 0);
  const lines = [
    `chains      ${grouped(chains.length)} with ${counted(entries, 'entry', 'entries')}, ${counted(runs, 'run')}, ${counted(records, 'recorded audit')}`,
    `objects     ${grouped(read.objects)} read, ${megabytes(read.bytes)} MB, ${counted(read.rows, 'row')} by two readers`,
    `removed     ${counted(removed, 'object')}, as recorded`,
    `orphans     ${counted(orphans.length, 'object')} that nothing names`,
    `findings    ${grouped(findings.length)}`,
  ];
  return `${lines.join('\n')}\n`;
}
