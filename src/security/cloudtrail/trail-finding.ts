import type { GzipFault } from './strict-gzip.js';

/** What each kind of finding knows about itself. Instants are texts in UTC, windows begin inclusive and end exclusive. */
export type TrailFindingData = {
  'digest-malformed': { member: string };
  'digest-gzip-malformed': { fault: GzipFault };
  'digest-moved': { inside: string };
  'digest-signature-missing': Record<string, never>;
  'digest-signature-invalid': { fingerprint: string };
  'digest-key-unknown': { region: string; fingerprint: string };
  'digest-key-invalid': { fingerprint: string; fault: 'mislabelled' | 'unreadable' };
  'digest-algorithm-unexpected': { member: string; actual: string; expected: string };
  'digest-denied': Record<string, never>;
  'digest-vanished': Record<string, never>;
  'digests-missing': { hours: number; from: string; to: string; at: 'head' | 'middle' | 'tail' };
  'digests-absent': { account: string; region: string; logs: number };
  'link-hash-mismatch': { successor: string; actual: string; expected: string };
  'link-signature-mismatch': { successor: string };
  'chain-forked': { successor: string; named: string };
  'window-hole': { from: string; to: string; seconds: number };
  'window-overlap': { from: string; to: string };
  'logging-gap': { from: string; to: string };
  'log-missing': { digest: string };
  'log-hash-mismatch': { digest: string; actual: string; expected: string };
  'log-gzip-malformed': { digest: string; fault: GzipFault };
  'log-algorithm-unexpected': { digest: string; actual: string };
  'log-denied': { digest: string };
  'object-unnamed': Record<string, never>;
  'trail-stopped': Record<string, never>;
  'validation-off': Record<string, never>;
  'delivery-failing': { what: 'logs' | 'digests'; error: string };
};

export type TrailFindingCode = keyof TrailFindingData;

/** Something that is not as an intact trail has it; `uri` is `s3://bucket/key` or, of a chain as a whole, its name. */
export type TrailFinding = {
  [Code in TrailFindingCode]: { code: Code; uri: string; data: TrailFindingData[Code] };
}[TrailFindingCode];

const RESTORE = 'restore it from a copy or an older version, and find out who changed it';
const UNPROVEN = 'its logs are unverified';

/** One sentence per code: what is, what was expected, and the next step. */
export const trailFindingText: {
  readonly [Code in TrailFindingCode]: (data: TrailFindingData[Code]) => string;
} = {
  'digest-malformed': (d) => `${d.member} is not as a digest has it; ${UNPROVEN}, ${RESTORE}`,
  'digest-gzip-malformed': (d) => `is not exactly one gzip member (${d.fault}); ${UNPROVEN}, ${RESTORE}`,
  'digest-moved': (d) => `calls itself ${d.inside}, expected its own place; ${UNPROVEN}, ${RESTORE}`,
  'digest-signature-missing': () =>
    `has no metadata "signature", which every digest is delivered with and a copy by tapewarden audit verify --save keeps; ${UNPROVEN}, ${RESTORE}`,
  'digest-signature-invalid': (d) =>
    `its signature is not by key ${d.fingerprint} over its bytes; ${UNPROVEN}, ${RESTORE}`,
  'digest-key-unknown': (d) =>
    `names key ${d.fingerprint}, which CloudTrail does not list in ${d.region}; ${UNPROVEN}, ${RESTORE}`,
  'digest-key-invalid': (d) =>
    `key ${d.fingerprint} is ${d.fault}; ${UNPROVEN}, fetch the keys again from CloudTrail`,
  'digest-algorithm-unexpected': (d) =>
    `${d.member} is ${d.actual}, expected ${d.expected}; ${UNPROVEN}, ${RESTORE}`,
  'digest-denied': () =>
    `S3 denies reading it; ${UNPROVEN}, allow s3:GetObject and kms:Decrypt to this role, or restore it from its archive class, and run again`,
  'digest-vanished': () =>
    `was listed and is gone; ${UNPROVEN}, find out in the log of the bucket who deletes`,
  'digests-missing': (d) =>
    `no digest covers ${d.from} to ${d.to} (hours: ${d.hours}, at the ${d.at} of the chain), expected one an hour; restore them, and find out who deleted them`,
  'digests-absent': (d) =>
    `account ${d.account} has no digest of ${d.region} (logs there: ${d.logs}); turn on log file validation, or find out who deleted the digests`,
  'link-hash-mismatch': (d) =>
    `${d.successor} names it with hash ${d.actual}, but it hashes to ${d.expected}; one of the two was replaced, ${RESTORE}`,
  'link-signature-mismatch': (d) =>
    `${d.successor} was signed after another signature than the one it carries; one of the two was replaced, ${RESTORE}`,
  'chain-forked': (d) =>
    `is signed, but ${d.successor} follows ${d.named}; find out which of the two was delivered`,
  'window-hole': (d) =>
    `its window begins at ${d.to}, expected ${d.from} where the one before it ends (seconds that none covers: ${d.seconds}); ask AWS about it`,
  'window-overlap': (d) =>
    `its window begins at ${d.from}, expected ${d.to} where the one before it ends; ask AWS about it`,
  'logging-gap': (d) =>
    `nothing was logged from ${d.from} to ${d.to}, and no verified StopLogging or DeleteTrail of the trail explains it; find out who stopped it`,
  'log-missing': (d) => `is not there, but ${d.digest} names it; ${RESTORE}`,
  'log-hash-mismatch': (d) =>
    `its content hashes to ${d.actual}, expected ${d.expected} as ${d.digest} says; ${RESTORE}`,
  'log-gzip-malformed': (d) =>
    `is not exactly one gzip member (${d.fault}), named by ${d.digest}; ${RESTORE}`,
  'log-algorithm-unexpected': (d) =>
    `${d.digest} names hash ${d.actual} for it, expected SHA-256; ${RESTORE}`,
  'log-denied': () =>
    'S3 denies reading it; allow s3:GetObject and kms:Decrypt to this role, or restore it from its archive class, and run again',
  'object-unnamed': () =>
    'no verified digest names it, expected one for every object here; find out in the log of the bucket who wrote it',
  'trail-stopped': () => 'it is not logging now; start it, and find out who stopped it',
  'validation-off': () => 'its log file validation is off, so that no digest is made; turn it on',
  'delivery-failing': (d) =>
    `the latest delivery of its ${d.what} failed (${d.error}); mend the policy of the bucket or the key`,
};

/** A finding of one code; keeps code and data of one type together. */
export function trailFinding<Code extends TrailFindingCode>(
  code: Code,
  uri: string,
  data: TrailFindingData[Code],
): TrailFinding {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, uri, data } as TrailFinding;
}

/** `uri: what is, what was expected; next step [code]`. */
export function formatTrailFinding({ code, uri, data }: TrailFinding): string {
  const text = trailFindingText[code] as (data: TrailFinding['data']) => string;
  return `${uri}: ${text(data)} [${code}]`;
}
