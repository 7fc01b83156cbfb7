import type { VpcEndpoint as Described } from '@aws-sdk/client-ec2';
import type { PolicyDocument } from '../../policy/policy-document.js';
import type { Answer } from '../answer.js';
import { readOnce, type SettingsReader } from '../settings-reader.js';
import type { EndpointSettings, VpcEndpoint } from './endpoint-settings.js';
import type { NetworkReader } from './network-reader.js';
import { openToAnyone } from './open-to-anyone.js';
import { servingTables, waysOut } from './ways-out.js';

/** The settings of an endpoint, by its id, and of the route tables and security groups that it stands in. */
export function openEndpointSettings(id: string, network: NetworkReader): SettingsReader<EndpointSettings> {
  let read: Promise<Answer<Described>> | undefined;
  /** What can be said where the endpoint can be read; else what it said. */
  const withEndpoint = async <Value>(
    act: (endpoint: Described) => Promise<Answer<Value>>,
  ): Promise<Answer<Value>> => {
    read ??= network.endpoint(id);
    const answer = await read;
    return answer.kind === 'set' ? act(answer.value) : answer;
  };
  return readOnce<EndpointSettings>({
    endpoint: () => withEndpoint((found) => Promise.resolve({ kind: 'set', value: judgedPart(found) })),
    routes: () =>
      withEndpoint(async (found) => {
        const answer = await network.route_tables(found.VpcId ?? '');
        if (answer.kind !== 'set') return answer;
        const tables = servingTables(found, answer.value);
        const ids = tables.map(({ RouteTableId = '' }) => RouteTableId);
        return { kind: 'set', value: { tables: ids, ways_out: tables.flatMap(waysOut) } };
      }),
    'security groups': () =>
      withEndpoint(async ({ Groups = [] }) => {
        const groups = Groups.map(({ GroupId = '' }) => GroupId);
        if (groups.length === 0) return { kind: 'set', value: { groups, open: [] } };
        const answer = await network.security_groups(groups);
        if (answer.kind !== 'set') return answer;
        return { kind: 'set', value: { groups, open: answer.value.flatMap(openToAnyone) } };
      }),
  });
}

function judgedPart(found: Described): VpcEndpoint {
  const { PolicyDocument: text } = found;
  return {
    state: found.State ?? 'unknown',
    type: found.VpcEndpointType ?? 'unknown',
    service: found.ServiceName ?? 'unknown',
    vpc: found.VpcId ?? 'unknown',
    policy: text === undefined || text === '' ? null : (JSON.parse(text) as PolicyDocument),
    private_dns: found.PrivateDnsEnabled ?? false,
  };
}
