import { visible } from '../domain/diagnostic.js';
import type { TrailVerification, VerdictCounts } from '../domain/generated/trail-verification.js';
import type { TrailFindingCode } from '../security/cloudtrail/trail-finding.js';
import type { ObjectVerdict } from '../security/cloudtrail/trail-verdict.js';

const FAULTS: Partial<Record<TrailFindingCode, string>> = {
  'digest-moved': 'has been moved from its original location',
  'digest-malformed': 'invalid format',
  'digest-gzip-malformed': 'invalid format',
  'digest-vanished': 'not found',
  'digest-signature-missing': 'signature verification failed',
  'digest-signature-invalid': 'signature verification failed',
  'digest-algorithm-unexpected': 'signature verification failed',
  'digest-key-unknown': 'public key not found',
  'digest-key-invalid': 'Unable to load PKCS #1 key',
  'log-hash-mismatch': "hash value doesn't match",
  'log-algorithm-unexpected': "hash value doesn't match",
  'log-missing': 'not found',
  'log-gzip-malformed': 'invalid format',
};

/** The line that `aws cloudtrail validate-logs --verbose` writes of an object; what only tapewarden tells in the same form. */
export function verdictLine({ what, bucket, key, verdict, finding }: ObjectVerdict): string {
  const kind = { digest: 'Digest file', 'backfill-digest': '(backfill) Digest file', log: 'Log file' }[what];
  return `${kind}\ts3://${visible(bucket)}/${visible(key)}\t${said(verdict, finding)}\n`;
}

function said(verdict: ObjectVerdict['verdict'], finding: ObjectVerdict['finding']): string {
  if (verdict === 'invalid')
    return `INVALID: ${finding === null ? '' : (FAULTS[finding.code] ?? finding.code)}`;
  if (verdict === 'unverifiable') return 'UNVERIFIABLE: access denied';
  return verdict === 'unverified' ? 'UNVERIFIED: its digest is not valid' : 'valid';
}

/** What it writes at the end: the range, and how many files of each kind are valid. Findings of whole chains come before it. */
export function summaryLines(document: TrailVerification): string {
  const { totals, chains, findings } = document;
  const ofObjects = new Set<string>([...Object.keys(FAULTS), 'digest-denied', 'log-denied']);
  const others = findings.filter(({ code }) => !ofObjects.has(code));
  const firsts = chains.flatMap(({ first }) => (first === null ? [] : [first])).sort();
  const lasts = chains.flatMap(({ last }) => (last === null ? [] : [last])).sort();
  const asked = `Results requested for ${document.from ?? 'the beginning'} to ${document.to ?? 'now'}`;
  const found = foundLine(totals.digests.total + totals.backfill_digests.total, firsts[0], lasts.at(-1));
  const ratios = [
    ...ratioLine(totals.digests, 'digest'),
    ...ratioLine(totals.backfill_digests, 'backfill digest'),
    ...ratioLine(totals.logs, 'log'),
  ];
  const told = others.map(({ message }) => `${visible(message)}\n`).join('');
  return `${told}\n${asked}\n${found}\n${ratios.map((line) => `\n${line}`).join('')}\n`;
}

function foundLine(digests: number, first: string | undefined, last: string | undefined): string {
  if (digests === 0) return 'No digests found';
  if (first === undefined || last === undefined) return 'No valid digests found in range';
  return `Results found for ${first} to ${last}:`;
}

function ratioLine({ total, valid }: VerdictCounts, name: string): string[] {
  if (total === 0) return [];
  const bad = total - valid;
  const others = bad === 0 ? '' : `, ${bad}/${total} ${name} files INVALID`;
  return [`${valid}/${total} ${name} files valid${others}`];
}
