import { AthenaClient, GetWorkGroupCommand, type WorkGroup as Told } from '@aws-sdk/client-athena';
import { clientOptions, type ServicePlace } from '../../../store/client-options.js';
import type { RetryMeans } from '../../../store/retry-with-jitter.js';
import { askService } from '../ask-service.js';
import { readOnce, type SettingsReader } from '../settings-reader.js';
import type { WorkGroup, WorkGroupSettings } from './work-group-settings.js';

// Athena has no code of its own for a group that is not there.
const ASKED = { permission: 'athena:GetWorkGroup', unset: 'InvalidRequestException' };

/** The settings of a work group, by its name, as Athena tells them. */
export function openWorkGroupSettings(
  name: string,
  place: ServicePlace,
  means: RetryMeans,
): SettingsReader<WorkGroupSettings> {
  const client = new AthenaClient(clientOptions(place));
  return readOnce<WorkGroupSettings>({
    group: () =>
      askService(ASKED, means, async () => {
        const { WorkGroup: group } = await client.send(new GetWorkGroupCommand({ WorkGroup: name }));
        return group === undefined ? null : judgedPart(group);
      }),
  });
}

function judgedPart({ Configuration }: Told): WorkGroup {
  const { ResultConfiguration: results } = Configuration ?? {};
  const where = results?.OutputLocation;
  return {
    enforced: Configuration?.EnforceWorkGroupConfiguration ?? false,
    results: where === undefined ? null : { where, key: results?.EncryptionConfiguration?.KmsKey ?? null },
    bytes_a_query: Configuration?.BytesScannedCutoffPerQuery ?? null,
  };
}
