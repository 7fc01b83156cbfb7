import type { Manifest } from '../../domain/generated/manifest.js';
import type { ReplayOutcome } from '../../domain/generated/replay-outcome.js';
import type { PlacedRepair } from '../../lake/quarantine/repair-store.js';
import type { CanonicalizedDelivery } from '../canonicalized-delivery.js';
import { formatFault } from '../diagnostics.js';
import type { ReplayedRepair } from './commit-replay.js';

const NOTHING = { commit_id: null, repaired: 0, withdrawn: 0, failed: 0, refusals: [] };

/** A repair that was stored and waits for its replay. */
export function storedOutcome(placed: PlacedRepair): ReplayOutcome {
  return { ...ofRepair(placed), status: 'stored', ...NOTHING };
}

/** What became of a repair. */
export function replayOutcome(placed: PlacedRepair, result: ReplayedRepair): ReplayOutcome {
  const repair = ofRepair(placed);
  const { status } = result;
  if (status === 'nothing_open') return { ...repair, status, ...NOTHING };
  if (status === 'refused') return { ...repair, status, ...NOTHING, refusals: [result.refusal] };
  const { commit_id, totals, repair: named } = result.manifest;
  const repaired = totals.accepted + totals.duplicates;
  const counts = { repaired, withdrawn: named?.withdrawn ?? 0, failed: totals.rejected };
  return { ...repair, status, commit_id, ...counts, refusals: [] };
}

/** What became of a delivery that was read again; `open` is how many of its records are rejected still. */
export function rereadOutcome(
  delivery: Manifest,
  result: CanonicalizedDelivery,
  open: number,
): ReplayOutcome {
  const { feed, trade_date, totals } = delivery;
  const of = { feed, file: delivery.delivery.uri, trade_date, repair_sha256: null };
  if (result.status === 'refused') {
    const refusals = result.faults.map((fault) => ({ code: fault.code, message: formatFault(fault) }));
    return { ...of, status: 'refused', ...NOTHING, refusals };
  }
  const { manifest, status } = result;
  const repaired = Math.max(0, totals.rejected - manifest.totals.rejected);
  const counts = { repaired, withdrawn: 0, failed: open };
  return { ...of, status, commit_id: manifest.commit_id, ...counts, refusals: [] };
}

function ofRepair({
  sha256,
  repair,
}: PlacedRepair): Pick<ReplayOutcome, 'feed' | 'file' | 'trade_date' | 'repair_sha256'> {
  const { feed, file, trade_date } = repair;
  return { feed, file, trade_date, repair_sha256: sha256 };
}
