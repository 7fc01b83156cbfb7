import { type Application, EMRServerlessClient, GetApplicationCommand } from '@aws-sdk/client-emr-serverless';
import { clientOptions, type ServicePlace } from '../../../store/client-options.js';
import type { RetryMeans } from '../../../store/retry-with-jitter.js';
import { askService } from '../ask-service.js';
import { readOnce, type SettingsReader } from '../settings-reader.js';
import type { EmrApplication, EmrSettings } from './application-settings.js';

const ASKED = { permission: 'emr-serverless:GetApplication', unset: 'ResourceNotFoundException' };
/** What the service does where nothing is said. */
const DEFAULT_IDLE_MINUTES = 15;

/** The settings of an application, by its id, as EMR Serverless tells them. */
export function openApplicationSettings(
  applicationId: string,
  place: ServicePlace,
  means: RetryMeans,
): SettingsReader<EmrSettings> {
  const client = new EMRServerlessClient(clientOptions(place));
  return readOnce<EmrSettings>({
    application: () =>
      askService(ASKED, means, async () => {
        const { application } = await client.send(new GetApplicationCommand({ applicationId }));
        return application === undefined ? null : judgedPart(application);
      }),
  });
}

function judgedPart(application: Application): EmrApplication {
  const { networkConfiguration, maximumCapacity, diskEncryptionConfiguration } = application;
  const { autoStopConfiguration: stop, monitoringConfiguration: logs = {} } = application;
  const managed = logs.managedPersistenceMonitoringConfiguration;
  const stops = stop?.enabled ?? true;
  return {
    subnets: networkConfiguration?.subnetIds ?? [],
    security_groups: networkConfiguration?.securityGroupIds ?? [],
    maximum:
      maximumCapacity === undefined
        ? null
        : { cpu: maximumCapacity.cpu ?? 'any cpu', memory: maximumCapacity.memory ?? 'any memory' },
    disk_key: diskEncryptionConfiguration?.encryptionKeyArn ?? null,
    logs: logPlaces(logs),
    managed_logs: { enabled: managed?.enabled ?? true, key: managed?.encryptionKeyArn ?? null },
    interactive: interactiveWays(application),
    spark_defaults: sparkDefaults(application),
    stops_after_minutes: stops ? (stop?.idleTimeoutMinutes ?? DEFAULT_IDLE_MINUTES) : null,
  };
}

function logPlaces(logs: NonNullable<Application['monitoringConfiguration']>): EmrApplication['logs'] {
  const { s3MonitoringConfiguration: s3, cloudWatchLoggingConfiguration: group } = logs;
  return [
    ...(s3?.logUri === undefined ? [] : [{ where: s3.logUri, key: s3.encryptionKeyArn ?? null }]),
    ...(group?.enabled === true
      ? [{ where: group.logGroupName ?? '/aws/emr-serverless', key: group.encryptionKeyArn ?? null }]
      : []),
  ];
}

function interactiveWays({ interactiveConfiguration: set = {} }: Application): string[] {
  const ways: [string, boolean | undefined][] = [
    ['studio', set.studioEnabled],
    ['livy', set.livyEndpointEnabled],
    ['session', set.sessionEnabled],
  ];
  return ways.filter(([, enabled]) => enabled === true).map(([way]) => way);
}

function sparkDefaults({ runtimeConfiguration = [] }: Application): Record<string, string> {
  const own = runtimeConfiguration.filter(({ classification }) => classification === 'spark-defaults');
  return Object.assign({}, ...own.map(({ properties }) => properties)) as Record<string, string>;
}
