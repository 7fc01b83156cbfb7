import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions, type ServicePlace } from '../../../store/client-options.js';
import type { RetryMeans } from '../../../store/retry-with-jitter.js';
import { askService } from '../ask-service.js';
import { readOnce, type SettingsReader } from '../settings-reader.js';
import type { MachineSettings } from './machine-settings.js';

const ASKED = { permission: 'states:DescribeStateMachine', unset: 'StateMachineDoesNotExist' };

/** The settings of a state machine, by its ARN, as Step Functions tells them. Its definition is not asked for. */
export function openMachineSettings(
  stateMachineArn: string,
  place: ServicePlace,
  means: RetryMeans,
): SettingsReader<MachineSettings> {
  const client = new SFNClient(clientOptions(place));
  return readOnce<MachineSettings>({
    'state machine': () =>
      askService(ASKED, means, async () => {
        // The definition would need the key of the machine as well, and says nothing that is judged.
        const found = await client.send(
          new DescribeStateMachineCommand({ stateMachineArn, includedData: 'METADATA_ONLY' }),
        );
        const { loggingConfiguration: log, encryptionConfiguration: encryption } = found;
        return {
          status: found.status ?? 'unknown',
          log_level: log?.level ?? 'OFF',
          log_destinations: log?.destinations?.length ?? 0,
          logs_data: log?.includeExecutionData ?? false,
          traced: found.tracingConfiguration?.enabled ?? false,
          key: encryption?.type === 'CUSTOMER_MANAGED_KMS_KEY' ? (encryption.kmsKeyId ?? null) : null,
        };
      }),
  });
}
