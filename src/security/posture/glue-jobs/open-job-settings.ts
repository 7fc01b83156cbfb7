import { GetConnectionCommand, GetSecurityConfigurationCommand, GlueClient } from '@aws-sdk/client-glue';
import { clientOptions, type ServicePlace } from '../../../store/client-options.js';
import type { RetryMeans } from '../../../store/retry-with-jitter.js';
import type { Answer } from '../answer.js';
import { askService } from '../ask-service.js';
import { readOnce, type SettingsReader } from '../settings-reader.js';
import type { JobSettings } from './job-settings.js';

/** Names that `jobs.glue` gives; null for what it does not name. */
export type NamedSettings = { security_configuration: string | null; connection: string | null };

const asked = (action: string) => ({ permission: `glue:${action}`, unset: 'EntityNotFoundException' });

/** The settings of all Glue jobs of a project, as Glue tells them; unset where the project names none, or Glue knows it not. */
export function openJobSettings(
  named: NamedSettings,
  place: ServicePlace,
  means: RetryMeans,
): SettingsReader<JobSettings> {
  const client = new GlueClient(clientOptions(place));
  return readOnce<JobSettings>({
    security_configuration: () =>
      ofName(named.security_configuration, (Name) =>
        askService(asked('GetSecurityConfiguration'), means, async () => {
          const told = await client.send(new GetSecurityConfigurationCommand({ Name }));
          const {
            S3Encryption: s3 = [],
            CloudWatchEncryption: logs,
            JobBookmarksEncryption: bookmarks,
          } = told.SecurityConfiguration?.EncryptionConfiguration ?? {};
          return {
            s3: s3.map((one) => (one.S3EncryptionMode === 'SSE-KMS' ? (one.KmsKeyArn ?? null) : null)),
            logs: logs?.CloudWatchEncryptionMode === 'SSE-KMS' ? (logs.KmsKeyArn ?? null) : null,
            bookmarks:
              bookmarks?.JobBookmarksEncryptionMode === 'CSE-KMS' ? (bookmarks.KmsKeyArn ?? null) : null,
          };
        }),
      ),
    connection: () =>
      ofName(named.connection, (Name) =>
        askService(asked('GetConnection'), means, async () => {
          const { Connection } = await client.send(new GetConnectionCommand({ Name, HidePassword: true }));
          const { SubnetId, SecurityGroupIdList } = Connection?.PhysicalConnectionRequirements ?? {};
          return { subnet: SubnetId ?? null, security_groups: SecurityGroupIdList ?? [] };
        }),
      ),
  });
}

function ofName<Value>(
  name: string | null,
  read: (name: string) => Promise<Answer<Value>>,
): Promise<Answer<Value>> {
  return name === null ? Promise.resolve({ kind: 'unset' }) : read(name);
}
