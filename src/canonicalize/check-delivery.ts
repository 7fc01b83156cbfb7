import path from 'node:path';
import type { Reference } from './bind-references.js';
import type { CheckedSegment } from './check-segment.js';
import { CheckSegments } from './check-segments.js';
import { summedFields } from './control-sums.js';
import type { DeliveryJob } from './delivery-job.js';
import { FaultSpill } from './fault-spill.js';
import { frameDelivery } from './framing/frame-delivery.js';
import type { FramedDelivery } from './framing/framed-delivery.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import { faultMask } from './personal/mask-fault.js';
import { tokenKey } from './personal/token-key.js';
import { footerOf } from './publish-delivery.js';

/** Memory that checking one delivery may take, in all its sessions. */
export const MEMORY_MB = 700;
/** Bytes of text after which a segment ends with the record that is being written. */
const SEGMENT_BYTES = 32 << 20;

/** What framing and checking have found. */
export type CheckedDelivery = {
  framed: FramedDelivery;
  checked: readonly CheckedSegment[];
  compiled: readonly CompiledFeed[];
  spill: FaultSpill;
};

/** Frames a delivery and checks its segments beside it. Nothing is written outside the work folder. */
export async function checkDelivery(
  job: DeliveryJob,
  compiled: readonly CompiledFeed[],
  references: readonly Reference[],
): Promise<CheckedDelivery> {
  const { context, feed, delivery, work, raw } = job;
  const routes = compiled.map((route) => ({ compiled: route, metadata: footerOf(job, route.feed) }));
  const threads = context.threads ?? 2;
  const memory_mb = context.memory_mb ?? MEMORY_MB;
  const segment_bytes = context.segment_bytes ?? SEGMENT_BYTES;
  const summed = summedFields(feed);
  const personal_key = tokenKey(job);
  const segments = new CheckSegments({
    ...{ feed, routes, summed, references, work, threads, memory_mb, personal_key },
  });
  const spill = new FaultSpill(path.join(work, 'faults.jsonl'), faultMask(feed).record);
  try {
    const framed = await frameDelivery(
      feed,
      { ...delivery, path: raw.path, work, bytes: raw.bytes, segment_bytes },
      { faults: (faults) => spill.add(faults), segment: (segment) => segments.add(segment) },
    );
    return { framed, checked: await segments.finish(), compiled, spill };
  } finally {
    spill.close();
    await segments.close();
  }
}
