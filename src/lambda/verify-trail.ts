import { keepContent } from '../jobs/machine/state-objects.js';
import { openTrail } from '../project/open-trail.js';
import { isSound } from '../security/cloudtrail/is-sound.js';
import type { TrailRequest } from '../security/cloudtrail/trail-request.js';
import { verifyTrail } from '../security/cloudtrail/verify-trail.js';
import { step } from './step.js';

const DAYS = 2;
const DAY_MS = 86_400_000;

/** Verifies the digests and logs that CloudTrail has delivered since the day before the last one. */
export const handler = step(
  'verify-trail',
  async ({ world, project, machine }, { execution, trade_date }) => {
    const of = { execution, trade_date };
    if (project.trail.arn === undefined) return { ...of, state: 'none', findings: 0, document: null };
    const { source, place, name, settings, now_ms } = await openTrail(world, project, {});
    const range = { from_ms: now_ms - DAYS * DAY_MS, to_ms: null };
    const request: TrailRequest = { place, trail: name, settings, range };
    const verified = await verifyTrail({ source, now_ms }, request);
    return {
      ...of,
      state: isSound(verified, request) ? 'sound' : 'findings',
      findings: verified.findings.length,
      document: await keepContent(machine.state, 'trails', verified),
    };
  },
);
