import { GetJobRunsCommand, GlueClient } from '@aws-sdk/client-glue';
import { nameOf } from '../../lake/catalog/glue-failure.js';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import { callService, type ServiceCalls } from '../call-service.js';

/** No attempt has this job: that Glue does not know it is the answer of a Glue that can be asked. */
const NOBODY = 'tapewarden-doctor';

/** Asks Glue for runs as jobs do, and tells in words that it answers. Throws what `callService` throws. */
export async function probeGlueJobs(
  place: ServicePlace,
  calls: Omit<ServiceCalls, 'service'>,
): Promise<string> {
  const client = new GlueClient(clientOptions(place));
  try {
    await callService({ ...calls, service: 'glue' }, 'GetJobRuns', () =>
      client.send(new GetJobRunsCommand({ JobName: NOBODY })),
    ).catch((error: unknown) => {
      const unknown = error instanceof Error && nameOf(error.cause) === 'EntityNotFoundException';
      if (!unknown) throw error;
    });
    return `jobs in ${place.region}`;
  } finally {
    client.destroy();
  }
}
