import type { NamedLog } from './digest-body.js';
import { inOrder } from './in-order.js';
import type { ReadDigest } from './read-digest.js';
import { stopEvents } from './stop-events.js';
import type { TrailFinding } from './trail-finding.js';
import type { DigestOutcome, ObjectVerdict, StopEvent, Verdict } from './trail-verdict.js';
import { verifyLog } from './verify-log.js';
import type { TrailMeans } from './verify-trail.js';

/** Verdicts of the digests of a chain and of the logs that they name, in their order. */
export async function verifyChainLogs(
  means: TrailMeans & { in_flight: number },
  digests: readonly ReadDigest[],
  take: { verdict: (verdict: ObjectVerdict) => void; stops: (stops: readonly StopEvent[]) => void },
): Promise<void> {
  let current: DigestOutcome | null = null;
  for await (const done of inOrder(work(means, digests), means.in_flight, (task) => act(means, task))) {
    const { task, result } = done;
    if (task.kind === 'digest') take.verdict(digestVerdict(task.digest));
    if (task.kind === 'known') {
      takeKnown(task, take);
      continue;
    }
    if (task.kind === 'end') {
      if (current !== null) await means.onOutcome?.(current);
      current = null;
      continue;
    }
    if (task.kind === 'digest') {
      current = task.digest.finding === null ? outcomeOf(task.digest) : null;
      continue;
    }
    const verdict = logVerdict(task.log, task.digest, result);
    take.verdict(verdict);
    if (current === null) continue;
    const stops = result instanceof Uint8Array ? stopEvents(result) : [];
    take.stops(stops);
    current = withLog(current, verdict, stops);
    if (result instanceof Uint8Array) await handOver(means, task, result);
  }
}

type LogTask = { kind: 'log'; digest: ReadDigest; log: NamedLog };
type KnownTask = { kind: 'known'; digest: ReadDigest; outcome: DigestOutcome };
type Task = { kind: 'digest' | 'end'; digest: ReadDigest } | LogTask | KnownTask;
type Done = { task: Task; result: Uint8Array | TrailFinding | null };

function* work(means: TrailMeans, digests: readonly ReadDigest[]): Generator<Task> {
  for (const digest of digests) {
    yield { kind: 'digest', digest };
    const known =
      digest.finding === null ? means.known?.(digest.bucket, digest.id.key, digest.sha256) : undefined;
    if (known !== undefined) {
      yield { kind: 'known', digest, outcome: known };
      continue;
    }
    for (const log of digest.body?.logs ?? []) yield { kind: 'log', digest, log };
    yield { kind: 'end', digest };
  }
}

async function act({ source }: TrailMeans, task: Task): Promise<Done> {
  if (task.kind !== 'log' || task.digest.finding !== null) return { task, result: null };
  return { task, result: await verifyLog(source, uriOf(task.digest), task.log) };
}

function uriOf({ bucket, id }: ReadDigest): string {
  return `s3://${bucket}/${id.key}`;
}

function outcomeOf({ bucket, id, sha256 }: ReadDigest): DigestOutcome {
  return { bucket, key: id.key, sha256, valid: 0, faults: [], stops: [] };
}

function withLog(outcome: DigestOutcome, verdict: ObjectVerdict, stops: readonly StopEvent[]): DigestOutcome {
  const valid = outcome.valid + (verdict.verdict === 'valid' ? 1 : 0);
  const faults = verdict.verdict === 'valid' ? outcome.faults : [...outcome.faults, verdict];
  return { ...outcome, valid, faults, stops: stops.length === 0 ? outcome.stops : [...outcome.stops, ...stops] };
}

/** Tells again what an earlier run told, log by log. */
function takeKnown(
  { digest, outcome }: KnownTask,
  take: { verdict: (verdict: ObjectVerdict) => void; stops: (stops: readonly StopEvent[]) => void },
): void {
  const faults = new Map(outcome.faults.map((fault) => [`${fault.bucket}/${fault.key}`, fault]));
  for (const { bucket, key } of digest.body?.logs ?? []) {
    take.verdict(
      faults.get(`${bucket}/${key}`) ?? { what: 'log', bucket, key, verdict: 'valid', finding: null },
    );
  }
  take.stops(outcome.stops);
}

async function handOver(means: TrailMeans, { log, digest }: LogTask, bytes: Uint8Array): Promise<void> {
  const { bucket, id, sha256 } = digest;
  await means.onLog?.({ bucket: log.bucket, key: log.key, bytes, digest: { bucket, key: id.key, sha256 } });
}

function digestVerdict({ bucket, id, finding }: ReadDigest): ObjectVerdict {
  const what = id.kind === 'backfill' ? 'backfill-digest' : 'digest';
  return { what, bucket, key: id.key, verdict: verdictOf(finding), finding };
}

function logVerdict(
  { bucket, key }: NamedLog,
  digest: ReadDigest,
  result: Uint8Array | TrailFinding | null,
): ObjectVerdict {
  const log = { what: 'log', bucket, key } as const;
  if (digest.finding !== null || result === null) return { ...log, verdict: 'unverified', finding: null };
  const finding = result instanceof Uint8Array ? null : result;
  return { ...log, verdict: verdictOf(finding), finding };
}

function verdictOf(finding: TrailFinding | null): Verdict {
  if (finding === null) return 'valid';
  return finding.code === 'digest-denied' || finding.code === 'log-denied' ? 'unverifiable' : 'invalid';
}
