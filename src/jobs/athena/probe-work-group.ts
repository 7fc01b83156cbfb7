import { AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import { callService, type ServiceCalls } from '../call-service.js';

/**
 * Looks at the Athena work group of a class, runs nothing, and tells in words how it stands.
 *
 * Throws `athena-work-group-disabled`, and what `callService` throws: `job-service-refused` where there is none of the name.
 */
export async function probeWorkGroup(
  place: ServicePlace,
  work_group: string,
  calls: Omit<ServiceCalls, 'service'>,
): Promise<string> {
  const client = new AthenaClient(clientOptions(place));
  try {
    const { WorkGroup } = await callService({ ...calls, service: 'athena' }, 'GetWorkGroup', () =>
      client.send(new GetWorkGroupCommand({ WorkGroup: work_group })),
    );
    const limit = WorkGroup?.Configuration?.BytesScannedCutoffPerQuery;
    if (WorkGroup?.State === 'DISABLED')
      throw new OperationalFailure('athena-work-group-disabled', { work_group });
    return `work group ${work_group}, ${limit === undefined ? 'without a limit' : `a query reads ${limit} bytes at most`}`;
  } finally {
    client.destroy();
  }
}
