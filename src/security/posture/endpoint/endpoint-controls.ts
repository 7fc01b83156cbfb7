import { judgeProbes } from '../judge-probes.js';
import { judged } from '../posture-control.js';
import { controlsOf, type SettingControl } from '../setting-control.js';
import { endpointProbes } from './endpoint-probes.js';
import type { EndpointSettings, JudgedEndpoint } from './endpoint-settings.js';

const of = controlsOf<EndpointSettings, JudgedEndpoint>('the endpoint is not there');

/** All controls of a VPC endpoint through which the lake is reached. */
export const endpointControls: readonly SettingControl<EndpointSettings, JudgedEndpoint>[] = [
  of(
    'endpoint',
    ({ state, service, type, vpc }) =>
      judged(state.toLowerCase() === 'available' ? [] : [`it is ${state}, expected available`], [
        `${type} endpoint of ${service} in ${vpc}`,
      ]),
    {
      id: 'vpce-available',
      title: 'The endpoint is there and works',
      nist_800_53: ['SC-7', 'CP-9'],
      sec_17a_4: null,
      attacker_gains: 'a lake that nobody reaches, until somebody opens another way to it',
      fix: 'make the endpoint again, and name its id in access.vpc_endpoints and in the policies of the buckets',
    },
  ),
  of(
    'endpoint',
    (endpoint, wanted) =>
      endpoint.policy === null
        ? judged(['it has no policy, which lets everything through'], [])
        : judgeProbes(endpoint.policy, endpointProbes(endpoint.policy, endpoint, wanted), 'stopped'),
    {
      id: 'vpce-policy-bounded',
      title: 'The endpoint lets through our principals alone, and to S3 only to our buckets',
      nist_800_53: ['AC-4', 'SC-7(10)'],
      sec_17a_4: null,
      attacker_gains: 'a way to carry records from inside the VPC into a bucket of their own',
      fix: 'condition the policy of the endpoint on aws:PrincipalOrgID or aws:PrincipalAccount and on aws:ResourceAccount; the policy that AWS sets allows everything',
    },
  ),
  of(
    'endpoint',
    ({ type, private_dns }) => {
      if (type === 'Gateway') return judged([], ['a gateway has no names of its own']);
      return judged(private_dns ? [] : ['private DNS is off'], ['private DNS is on']);
    },
    {
      id: 'vpce-private-dns',
      title: 'Inside the VPC the name of the service leads to the endpoint',
      nist_800_53: ['SC-7', 'SC-20'],
      sec_17a_4: null,
      attacker_gains: 'calls that leave by another way because a program used the public name',
      fix: 'turn on private DNS of the endpoint',
    },
  ),
  of(
    'security groups',
    ({ groups, open }) =>
      judged(open, [
        groups.length === 0
          ? 'a gateway has no security groups'
          : `${groups.join(', ')} let in what is named`,
      ]),
    {
      id: 'vpce-groups-closed',
      title: 'The endpoint answers to named clients, not to every address',
      nist_800_53: ['AC-4', 'SC-7(5)'],
      sec_17a_4: null,
      attacker_gains: 'the endpoint from any machine that reaches the VPC',
      fix: 'let its security groups in from the group of the workers alone, on port 443',
    },
  ),
  of(
    'routes',
    ({ tables, ways_out }) => {
      const wrong = ways_out.map(
        ({ table, destination, target }) => `${table} sends ${destination} to ${target}`,
      );
      if (tables.length === 0) wrong.push('no route table leads to it');
      return judged(wrong, [`no route of ${tables.join(', ')} leads out`]);
    },
    {
      id: 'vpce-no-way-out',
      title: 'Where the endpoint serves, no route leads to the internet',
      nist_800_53: ['AC-4', 'SC-7'],
      sec_17a_4: null,
      attacker_gains: 'a way out beside the endpoint and its policy, for whatever a job reads',
      fix: 'take routes to internet and NAT gateways and default routes out of these route tables',
    },
  ),
];
