import {
  GetNamespaceCommand,
  GetWorkgroupCommand,
  RedshiftServerlessClient,
  type Workgroup,
} from '@aws-sdk/client-redshift-serverless';
import { clientOptions, type ServicePlace } from '../../../store/client-options.js';
import type { RetryMeans } from '../../../store/retry-with-jitter.js';
import type { Answer } from '../answer.js';
import { askService } from '../ask-service.js';
import { readOnce, type SettingsReader } from '../settings-reader.js';
import type { RedshiftNamespace, RedshiftWorkgroup, WarehouseSettings } from './warehouse-settings.js';

const asked = (action: string) => ({
  permission: `redshift-serverless:${action}`,
  unset: 'ResourceNotFoundException',
});

/** The settings of a workgroup, by its name, and of the namespace that it names, as Redshift Serverless tells them. */
export function openWarehouseSettings(
  workgroupName: string,
  place: ServicePlace,
  means: RetryMeans,
): SettingsReader<WarehouseSettings> {
  const client = new RedshiftServerlessClient(clientOptions(place));
  let read: Promise<Answer<Workgroup>> | undefined;
  const workgroup = (): Promise<Answer<Workgroup>> => {
    read ??= askService(asked('GetWorkgroup'), means, async () => {
      const { workgroup: found } = await client.send(new GetWorkgroupCommand({ workgroupName }));
      return found ?? null;
    });
    return read;
  };
  return readOnce<WarehouseSettings>({
    workgroup: async () => {
      const answer = await workgroup();
      return answer.kind === 'set' ? { kind: 'set', value: judgedWorkgroup(answer.value) } : answer;
    },
    namespace: async () => {
      const answer = await workgroup();
      return answer.kind === 'set' ? readNamespace(client, answer.value.namespaceName ?? '', means) : answer;
    },
  });
}

function judgedWorkgroup(found: Workgroup): RedshiftWorkgroup {
  const parameters = (found.configParameters ?? []).map(
    ({ parameterKey = '', parameterValue = '' }): [string, string] => [parameterKey, parameterValue],
  );
  return {
    enhanced_vpc_routing: found.enhancedVpcRouting ?? false,
    public: found.publiclyAccessible ?? false,
    parameters: Object.fromEntries(parameters),
    other_accounts: found.crossAccountVpcs ?? [],
  };
}

function readNamespace(
  client: RedshiftServerlessClient,
  namespaceName: string,
  means: RetryMeans,
): Promise<Answer<RedshiftNamespace>> {
  return askService(asked('GetNamespace'), means, async () => {
    const { namespace: found } = await client.send(new GetNamespaceCommand({ namespaceName }));
    if (found === undefined) return null;
    return {
      key: found.kmsKeyId ?? null,
      log_exports: found.logExports ?? [],
      admin_secret: found.adminPasswordSecretArn ?? null,
      admin_secret_key: found.adminPasswordSecretKmsKeyId ?? null,
    };
  });
}
