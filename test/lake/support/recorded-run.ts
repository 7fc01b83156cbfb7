import type { Run } from '../../../src/domain/generated/run.js';
import { pinInputs } from '../../../src/lake/pin-inputs.js';
import { readDay } from '../../../src/lake/read-lake.js';
import { recordRun, resultKey } from '../../../src/lake/run-records.js';
import type { ObjectStore } from '../../../src/store/object-store.js';

/** Records a run over what is in force on a trade date, which found nothing; its id derives from one letter. */
export async function recordEmptyRun(
  store: ObjectStore,
  letter: string,
  trade_date = '2026-11-20',
): Promise<Run> {
  const run_id = letter.repeat(64);
  const run: Run = {
    format: 1,
    run_id,
    trade_date,
    tapewarden_version: '1.2.3',
    deliveries: [],
    missing_feeds: [],
    inputs: pinInputs(await readDay(store, trade_date)),
    patterns: [],
    alerts_key: resultKey(trade_date, run_id, 'alerts'),
    evidence_key: resultKey(trade_date, run_id, 'evidence'),
  };
  await recordRun(store, run, { alerts: [], evidence: [] });
  return run;
}
