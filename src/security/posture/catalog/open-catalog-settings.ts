import {
  GetDataCatalogEncryptionSettingsCommand,
  GetResourcePolicyCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import { clientOptions, type ServicePlace } from '../../../store/client-options.js';
import type { RetryMeans } from '../../../store/retry-with-jitter.js';
import type { PolicyDocument } from '../../policy/policy-document.js';
import { askService } from '../ask-service.js';
import { readOnce, type SettingsReader } from '../settings-reader.js';
import type { CatalogSettings } from './catalog-settings.js';

const asked = (action: string) => ({ permission: `glue:${action}`, unset: 'EntityNotFoundException' });

/** The settings of the Data Catalog of the caller's account in a region, as Glue tells them. */
export function openCatalogSettings(place: ServicePlace, means: RetryMeans): SettingsReader<CatalogSettings> {
  const client = new GlueClient(clientOptions(place));
  return readOnce<CatalogSettings>({
    encryption: () =>
      askService(asked('GetDataCatalogEncryptionSettings'), means, async () => {
        const { DataCatalogEncryptionSettings: set } = await client.send(
          new GetDataCatalogEncryptionSettingsCommand({}),
        );
        const { EncryptionAtRest: rest, ConnectionPasswordEncryption: passwords } = set ?? {};
        return {
          mode: rest?.CatalogEncryptionMode ?? 'DISABLED',
          key: rest?.SseAwsKmsKeyId ?? null,
          passwords_encrypted: passwords?.ReturnConnectionPasswordEncrypted ?? false,
          password_key: passwords?.AwsKmsKeyId ?? null,
        };
      }),
    policy: () =>
      askService(asked('GetResourcePolicy'), means, async () => {
        const { PolicyInJson: text } = await client.send(new GetResourcePolicyCommand({}));
        return text === undefined ? null : (JSON.parse(text) as PolicyDocument);
      }),
  });
}
