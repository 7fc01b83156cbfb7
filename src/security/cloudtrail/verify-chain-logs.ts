import type { NamedLog } from './digest-body.js';
import { inOrder } from './in-order.js';
import type { ReadDigest } from './read-digest.js';
import { stopEvents } from './stop-events.js';
import type { TrailFinding } from './trail-finding.js';
import type { TrailMeans } from './trail-request.js';
import type { DigestOutcome, ObjectVerdict, StopEvent, Verdict } from './trail-verdict.js';
import { verifyLog } from './verify-log.js';

/** Who takes what is found, in order. */
export type Takes = {
  verdict: (verdict: ObjectVerdict) => void;
  stops: (stops: readonly StopEvent[]) => void;
};

/** Verdicts of the digests of a chain and of the logs that they name, in their order. */
export async function verifyChainLogs(
  means: Means,
  digests: readonly ReadDigest[],
  take: Takes,
): Promise<void> {
  let outcome: Mutable | null = null;
  const work = inOrder(tasksOf(means, digests), means.in_flight, (task) => act(means, task));
  for await (const { task, result } of work) {
    if (task.kind === 'digest') outcome = beginDigest(task.digest, take);
    else if (task.kind === 'known') takeKnown(task, take);
    else if (task.kind === 'log') await takeLog(means, { task, result, outcome }, take);
    else if (outcome !== null) await means.onOutcome?.(outcome);
  }
}

type Means = TrailMeans & { in_flight: number };

function beginDigest(digest: ReadDigest, take: Takes): Mutable | null {
  take.verdict(digestVerdict(digest));
  return digest.finding === null ? outcomeOf(digest) : null;
}

async function takeLog(
  means: Means,
  { task, result, outcome }: { task: LogTask; result: Done['result']; outcome: Mutable | null },
  take: Takes,
): Promise<void> {
  const valid = result !== null && 'stops' in result ? result : null;
  const stops = valid?.stops ?? [];
  const verdict = logVerdict(task.log, task.digest, result);
  take.verdict(verdict);
  take.stops(stops);
  if (outcome !== null) addLog(outcome, verdict, stops);
  if (valid?.bytes !== undefined) await handOver(means, task, valid.bytes);
}

type Mutable = Omit<DigestOutcome, 'faults' | 'stops'> & { faults: ObjectVerdict[]; stops: StopEvent[] };
type LogTask = { kind: 'log'; digest: ReadDigest; log: NamedLog };
type KnownTask = { kind: 'known'; digest: ReadDigest; outcome: DigestOutcome };
type Task =
  | { kind: 'digest'; digest: ReadDigest }
  | { kind: 'end'; digest: ReadDigest }
  | LogTask
  | KnownTask;
/** What is kept of a log until those before it are told: its bytes only where somebody takes them. */
type ValidLog = { stops: readonly StopEvent[]; bytes?: Uint8Array };
type Done = { task: Task; result: ValidLog | TrailFinding | null };

function* tasksOf(means: TrailMeans, digests: readonly ReadDigest[]): Generator<Task> {
  for (const digest of digests) {
    yield { kind: 'digest', digest };
    const known =
      digest.finding === null ? means.known?.(digest.bucket, digest.id.key, digest.sha256) : undefined;
    if (known !== undefined) {
      yield { kind: 'known', digest, outcome: known };
      continue;
    }
    for (const log of digest.logs?.unpack() ?? []) yield { kind: 'log', digest, log };
    yield { kind: 'end', digest };
  }
}

async function act({ source, onLog }: TrailMeans, task: Task): Promise<Done> {
  if (task.kind !== 'log' || task.digest.finding !== null) return { task, result: null };
  const result = await verifyLog(source, uriOf(task.digest), task.log);
  if (!(result instanceof Uint8Array)) return { task, result };
  const stops = stopEvents(result);
  return { task, result: onLog === undefined ? { stops } : { stops, bytes: result } };
}

function uriOf({ bucket, id }: ReadDigest): string {
  return `s3://${bucket}/${id.key}`;
}

function outcomeOf({ bucket, id, sha256 }: ReadDigest): Mutable {
  return { bucket, key: id.key, sha256, valid: 0, faults: [], stops: [] };
}

function addLog(outcome: Mutable, verdict: ObjectVerdict, stops: readonly StopEvent[]): void {
  if (verdict.verdict === 'valid') outcome.valid += 1;
  else outcome.faults.push(verdict);
  outcome.stops.push(...stops);
}

/** Tells again what an earlier run told, log by log. */
function takeKnown({ digest, outcome }: KnownTask, take: Takes): void {
  const faults = new Map(outcome.faults.map((fault) => [`${fault.bucket}/${fault.key}`, fault]));
  for (const { bucket, key } of digest.logs?.unpack() ?? []) {
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

function logVerdict({ bucket, key }: NamedLog, digest: ReadDigest, result: Done['result']): ObjectVerdict {
  const log = { what: 'log', bucket, key } as const;
  if (digest.finding !== null || result === null) return { ...log, verdict: 'unverified', finding: null };
  const finding = 'stops' in result ? null : result;
  return { ...log, verdict: verdictOf(finding), finding };
}

function verdictOf(finding: TrailFinding | null): Verdict {
  if (finding === null) return 'valid';
  return finding.code === 'digest-denied' || finding.code === 'log-denied' ? 'unverifiable' : 'invalid';
}
