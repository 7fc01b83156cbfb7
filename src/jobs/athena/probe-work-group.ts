import { AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import { callService, type ServiceCalls } from '../call-service.js';
import { type AthenaPlace, workGroupOf } from './athena-place.js';
import { refuseCutoff } from './athena-price.js';

/**
 * Asks for the work group of a class, and tells in words what it found.
 *
 * Throws `athena-class-unconfigured`, `athena-work-group-disabled`, `athena-cutoff-too-high`, and what `callService` throws.
 */
export async function probeWorkGroup(
  place: ServicePlace & Pick<AthenaPlace, 'classes' | 'usd_per_tb'>,
  workload: JobPlan['workload'],
  calls: Omit<ServiceCalls, 'service'>,
): Promise<string> {
  const workgroup = workGroupOf(place, { workload });
  const client = new AthenaClient(clientOptions(place));
  try {
    const { WorkGroup: found } = await callService({ ...calls, service: 'athena' }, 'GetWorkGroup', () =>
      client.send(new GetWorkGroupCommand({ WorkGroup: workgroup })),
    );
    if (found?.State === 'DISABLED')
      throw new OperationalFailure('athena-work-group-disabled', { work_group: workgroup });
    const actual = found?.Configuration?.BytesScannedCutoffPerQuery ?? null;
    const ceiling_usd = place.classes[workload]?.ceiling_usd;
    const { usd_per_tb } = place;
    if (ceiling_usd !== undefined) refuseCutoff({ workgroup, actual }, { ceiling_usd, usd_per_tb });
    return `work group ${workgroup}, ${actual === null ? 'without a limit' : `a query reads ${actual} bytes at most`}`;
  } finally {
    client.destroy();
  }
}
