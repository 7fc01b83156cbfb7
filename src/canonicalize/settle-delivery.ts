import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../domain/generated/manifest.js';
import type { Totals } from '../domain/generated/totals.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { checkControls } from './check-controls.js';
import { type CheckedDelivery, MEMORY_MB } from './check-delivery.js';
import type { CheckedSegment } from './check-segment.js';
import { comparisons, rememberKeys } from './comparisons.js';
import { addSums, summedFields } from './control-sums.js';
import { correct, dropUnwritten, openCorrecting } from './corrections/correct.js';
import type { Correction } from './corrections/publish-corrections.js';
import { deliveryFault } from './delivery-fault.js';
import type { DeliveryJob } from './delivery-job.js';
import { type DeliveryFault, formatFault, noticeText, type RecordFault } from './diagnostics.js';
import { dropRepeated, type Repeated } from './drop-repeated.js';
import { explainRejections, explainReused } from './explain-rejections.js';
import type { FramedDelivery } from './framing/framed-delivery.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import { faultMask, maskedFaults } from './personal/mask-fault.js';
import { personalFields } from './personal/personal-fields.js';
import { publishDelivery } from './publish-delivery.js';
import type { PublishTarget } from './publish-target.js';
import type { Beside, Settled } from './settled-delivery.js';
import { mergeFaults } from './to-rejections.js';

/** How many rejected records a refusal quotes. */
const EXAMPLES = 5;

/**
 * Compares a checked delivery with itself and the files that stand, holds its counts against its control totals, and
 * puts what is to be published, invisible until an entry names it.
 */
export async function settleDelivery(
  job: DeliveryJob,
  found: CheckedDelivery,
  beside: Beside,
): Promise<Settled> {
  const { context } = job;
  const work = await mkdtemp(path.join(job.work, 'attempt-'));
  const refusal = misplacedTrailer(found.checked, job.delivery.name) ?? found.framed.refusal;
  const { breaks } = found.framed.batches;
  if (refusal !== null) {
    const faults = [refusal, ...breaks].map(faultMask(job.feed).delivery);
    return { refused: { totals: null, faults, examples: [] } };
  }
  const opened = await openCorrecting(job, beside);
  if (opened !== null && 'code' in opened) {
    return { refused: { totals: null, faults: [opened], examples: [] } };
  }
  const works = await comparisons(job, found.checked, { ...beside, corrected: opened !== null });
  const read = [
    ...works.flatMap(({ published }) => published.map((file) => file.path)),
    ...(opened?.paths ?? []),
  ];
  const folders = read.map((file) => path.dirname(file));
  const session = await DuckDbSession.open({
    folders: [job.work, ...new Set(folders)],
    spill: path.join(work, 'spill'),
    threads: context.threads ?? 2,
    memory_mb: context.memory_mb ?? MEMORY_MB,
    conceal: personalFields(job.feed).size > 0,
  });
  try {
    const correction = opened === null ? null : await correct(session, { job, found, opened });
    const repeated = await dropRepeated(session, works);
    if (correction !== null) await dropUnwritten(session, correction.settled);
    const target = { work, removed: beside.removed };
    const settled = await settle(job, found, { session, repeated, correction, target });
    if ('published' in settled) {
      await rememberKeys(job, found.checked, { session, works, published: settled.published });
    }
    return settled;
  } finally {
    session.close();
  }
}

async function settle(
  job: DeliveryJob,
  found: CheckedDelivery,
  step: { session: DuckDbSession; repeated: Repeated; correction: Correction | null; target: PublishTarget },
): Promise<Settled> {
  const { feed, delivery } = job;
  const { framed, checked } = found;
  const { correction } = step;
  const totals = totalsOf(framed, checked, allRepeated(step.repeated, correction));
  const rejected = {
    parts: checked.flatMap(({ rejected_part }) => rejected_part ?? []),
    compiled: found.compiled,
    file: delivery.name,
  };
  const controls =
    job.replay === true
      ? { totals: [], faults: [] }
      : checkControls(
          feed,
          { framed, file: delivery.name },
          { trade_date: delivery.trade_date, records: totals.read, sums: sumsOf(job, checked) },
        );
  const reused = await explainReused(step.session, delivery.name);
  const faults = (): AsyncGenerator<RecordFault> =>
    mergeFaults(
      mergeFaults(
        found.spill.read(),
        maskedFaults(explainRejections(step.session, rejected), faultMask(feed)),
      ),
      mergeFaults(each(reused), each(correction?.settled.faults ?? [])),
    );
  const examples = totals.rejected > 0 ? await take(faults(), EXAMPLES) : [];
  const refusals: DeliveryFault[] = [...controls.faults];
  if (job.replay !== true && totals.rejected > 0 && totals.rejected === totals.read) {
    const [first] = examples;
    const data = { read: totals.read, first: first === undefined ? '' : formatFault(first) };
    refusals.push(deliveryFault('no-record-accepted', first?.at ?? { file: delivery.name }, data));
  }
  if (refusals.length > 0) return { refused: { totals, faults: refusals, examples } };
  const published = await publishDelivery(
    job,
    {
      session: step.session,
      checked,
      totals,
      dropped:
        step.repeated.duplicates + step.repeated.reused + (correction?.settled.unwritten.length ?? 0) > 0,
      control: controls.totals,
      notices: [...noticesOf(found.compiled, checked), ...correctionNotices(correction, totals)],
      correction,
      faults,
    },
    step.target,
  );
  return { published };
}

function misplacedTrailer(checked: readonly CheckedSegment[], file: string): DeliveryFault | null {
  const line = checked.map(({ trailer_line }) => trailer_line).find((found) => found !== null) ?? null;
  return line === null ? null : deliveryFault('trailer-not-last', { file, line }, {});
}

function sumsOf({ feed }: DeliveryJob, checked: readonly CheckedSegment[]): ReadonlyMap<string, string> {
  return new Map(
    summedFields(feed).map(({ field }) => [field, addSums(checked.map((one) => one.sums.get(field) ?? '0'))]),
  );
}

/** What was decided for the broker by rules of the feed, with the number of records; nothing where nothing was. */
function noticesOf(
  compiled: readonly CompiledFeed[],
  checked: readonly CheckedSegment[],
): NonNullable<Manifest['notices']> {
  const parts = checked.flatMap((segment) => segment.parts);
  return compiled.flatMap(({ notices }, route) =>
    notices.flatMap((notice, index) => {
      const records = parts
        .filter((part) => part.route === route)
        .reduce((total, part) => total + (part.notices[index] ?? 0), 0);
      const message = noticeText[notice.code]({ ...notice.data, records });
      return records === 0 ? [] : [{ code: notice.code, message, records }];
    }),
  );
}

function totalsOf(framed: FramedDelivery, checked: readonly CheckedSegment[], repeated: Repeated): Totals {
  const valid = checked.flatMap(({ parts }) => parts).reduce((total, part) => total + part.valid, 0);
  const invalid = checked.reduce((total, segment) => total + segment.rejected, 0);
  return {
    read: framed.records + framed.fault_count,
    accepted: valid - repeated.duplicates - repeated.reused,
    rejected: invalid + framed.fault_count + repeated.reused,
    duplicates: repeated.duplicates,
    ignored: framed.ignored,
    control_lines: framed.control_lines,
    bytes: framed.text_bytes,
  };
}

/** Repeated records with those about corrected keys. */
function allRepeated(repeated: Repeated, correction: Correction | null): Repeated {
  const { duplicates, rejected } = correction?.settled.counts ?? { duplicates: 0, rejected: 0 };
  return { duplicates: repeated.duplicates + duplicates, reused: repeated.reused + rejected };
}

/** What its corrections made of the accepted records, and what they left as it was because it had been said before. */
function correctionNotices(
  correction: Correction | null,
  { accepted }: Totals,
): NonNullable<Manifest['notices']> {
  if (correction === null) return [];
  const { replacing, deleting, superseded, stale } = correction.settled.counts;
  const corrected = noticeText['records-corrected']({ replacing, deleting, superseded, accepted });
  const repeated = noticeText['correction-repeated']({ records: stale });
  return [
    { code: 'records-corrected', message: corrected, records: replacing + deleting },
    { code: 'correction-repeated', message: repeated, records: stale },
  ].filter(({ records }) => records > 0);
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function take<Item>(items: AsyncGenerator<Item>, most: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === most) break;
  }
  return taken;
}
