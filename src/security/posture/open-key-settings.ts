import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import type { RetryMeans } from '../../store/retry-with-jitter.js';
import type { PolicyDocument } from '../policy/policy-document.js';
import { askService } from './ask-service.js';
import type { KeySettingsReader } from './key-settings.js';

const GONE = 'NotFoundException';

/** The settings of a key, by its id, ARN or alias, as KMS tells them. */
export function openKeySettings(KeyId: string, place: ServicePlace, means: RetryMeans): KeySettingsReader {
  const client = new KMSClient(clientOptions(place));
  const asked = (action: string) => ({ permission: `kms:${action}`, unset: GONE });
  return {
    state: () =>
      askService(asked('DescribeKey'), means, async () => {
        const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId }));
        if (key === undefined) return null;
        return {
          state: key.KeyState ?? 'unknown',
          customer_managed: key.KeyManager === 'CUSTOMER',
          deletion_date: key.DeletionDate?.toISOString().slice(0, 10) ?? null,
        };
      }),
    policy: () =>
      askService(asked('GetKeyPolicy'), means, async () => {
        const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
        return Policy === undefined ? null : (JSON.parse(Policy) as PolicyDocument);
      }),
    rotation: () =>
      askService(asked('GetKeyRotationStatus'), means, async () => {
        const { KeyRotationEnabled } = await client.send(new GetKeyRotationStatusCommand({ KeyId }));
        return { enabled: KeyRotationEnabled ?? false };
      }),
  };
}
