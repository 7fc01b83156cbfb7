import { type Application, EMRServerlessClient, GetApplicationCommand } from '@aws-sdk/client-emr-serverless';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import { callService, isNotFound, type ServiceCalls } from '../call-service.js';

const STANDING: readonly string[] = ['CREATED', 'STARTING', 'STARTED', 'STOPPING', 'STOPPED'];

/**
 * Looks at the EMR Serverless application of a class, starts nothing, and tells in words how it stands.
 *
 * Throws `emr-application-missing`, `emr-application-unusable` where no job would run on it, and what `callService` throws.
 */
export async function probeApplication(
  place: ServicePlace,
  { application, workload }: { application: string; workload: string },
  calls: Omit<ServiceCalls, 'service'>,
): Promise<string> {
  const client = new EMRServerlessClient(clientOptions(place));
  try {
    const found = await callService({ ...calls, service: 'emr-serverless' }, 'GetApplication', () =>
      client.send(new GetApplicationCommand({ applicationId: application })),
    );
    return told(application, found.application);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const data = { application, workload, region: place.region };
    throw new OperationalFailure('emr-application-missing', data, { cause: error });
  } finally {
    client.destroy();
  }
}

function told(application: string, found: Application | undefined): string {
  const {
    state = 'unknown',
    type = 'unknown',
    releaseLabel = 'unknown',
    autoStartConfiguration,
  } = found ?? {};
  const unusable = (actual: string, expected: string): OperationalFailure =>
    new OperationalFailure('emr-application-unusable', { application, actual, expected });
  if (type.toUpperCase() !== 'SPARK') throw unusable(`of type ${type}`, 'type Spark');
  if (!STANDING.includes(state)) throw unusable(state, `one of ${STANDING.join(', ')}`);
  const starts = autoStartConfiguration?.enabled ?? true;
  if (!starts && state !== 'STARTED')
    throw unusable(`${state} and does not start by itself`, 'STARTED or autoStart');
  return `application ${application}, ${state}, ${releaseLabel}`;
}
