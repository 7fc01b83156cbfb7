import type { JudgedService } from '../judged-service.js';
import { keyFaults } from '../own-keys.js';
import { judged } from '../posture-control.js';
import { controlsOf, type SettingControl } from '../setting-control.js';
import type { WarehouseSettings } from './warehouse-settings.js';

const of = controlsOf<WarehouseSettings, JudgedService>('the workgroup or its namespace is not there');
const EXPORTS = ['userlog', 'connectionlog', 'useractivitylog'] as const;

/** All controls of a Redshift Serverless workgroup and its namespace. */
export const warehouseControls: readonly SettingControl<WarehouseSettings, JudgedService>[] = [
  of(
    'workgroup',
    ({ enhanced_vpc_routing }) =>
      judged(enhanced_vpc_routing ? [] : ['enhanced VPC routing is off'], ['enhanced VPC routing is on']),
    {
      id: 'redshift-through-vpc',
      title: 'COPY and UNLOAD go through the VPC and its endpoints',
      nist_800_53: ['AC-4', 'SC-7'],
      sec_17a_4: null,
      attacker_gains: 'an UNLOAD to a bucket of their own, past the policy of the endpoint',
      fix: 'turn on enhancedVpcRouting of the workgroup',
    },
  ),
  of(
    'workgroup',
    ({ public: open, other_accounts }) =>
      judged(
        [
          ...(open ? ['it has an address on the internet'] : []),
          ...other_accounts.map((account) => `VPCs of account ${account} may reach it`),
        ],
        ['it answers inside the VPC alone'],
      ),
    {
      id: 'redshift-not-public',
      title: 'The warehouse is reached from the VPC alone',
      nist_800_53: ['AC-3', 'SC-7'],
      sec_17a_4: null,
      attacker_gains: 'a login prompt that they can reach',
      fix: 'turn off publiclyAccessible of the workgroup, and remove access that was granted to other VPCs',
    },
  ),
  of(
    'workgroup',
    ({ parameters: { require_ssl } }) =>
      judged(require_ssl === 'true' ? [] : [`require_ssl is ${require_ssl ?? 'not set'}, expected true`], [
        'require_ssl is true',
      ]),
    {
      id: 'redshift-tls-only',
      title: 'The warehouse answers over TLS alone',
      nist_800_53: ['SC-8(1)'],
      sec_17a_4: null,
      attacker_gains: 'passwords and rows, read on the way',
      fix: 'set the configuration parameter require_ssl of the workgroup to true',
    },
  ),
  of(
    'namespace',
    ({ key }, { keys }) => judged(keyFaults('the namespace', key, keys), [`it has ${key ?? ''}`]),
    {
      id: 'redshift-own-key',
      title: 'The warehouse is encrypted with a key of the project',
      nist_800_53: ['SC-28(1)', 'SC-12'],
      sec_17a_4: null,
      attacker_gains: 'copies and snapshots whose key nobody of ours can disable',
      fix: 'set kmsKeyId of the namespace; redshift-serverless says AWS_OWNED_KMS_KEY where it is not set',
    },
  ),
  of(
    'namespace',
    ({ log_exports }) =>
      judged(
        EXPORTS.filter((name) => !log_exports.includes(name)).map((name) => `${name} is not exported`),
        [`${log_exports.join(', ')} are exported`],
      ),
    {
      id: 'redshift-logs-exported',
      title: 'Connections, users and statements are logged where Redshift cannot take them back',
      nist_800_53: ['AU-2', 'AU-9(2)'],
      sec_17a_4: '(f)(2)(i)(A)',
      attacker_gains: 'queries that leave no trace: CloudTrail does not record what a session reads',
      fix: `set logExports of the namespace to ${EXPORTS.join(', ')}`,
    },
  ),
  of(
    'workgroup',
    ({ parameters: { enable_user_activity_logging: logged } }) =>
      judged(
        logged === 'true' ? [] : [`enable_user_activity_logging is ${logged ?? 'not set'}, expected true`],
        ['enable_user_activity_logging is true'],
      ),
    {
      id: 'redshift-statements-logged',
      title: 'The text of every statement is logged',
      nist_800_53: ['AU-3', 'AU-12'],
      sec_17a_4: '(f)(2)(i)(A)',
      attacker_gains: 'a connection on record, and nothing of what it read',
      fix: 'set the configuration parameter enable_user_activity_logging of the workgroup to true',
    },
  ),
  of(
    'namespace',
    ({ admin_secret, admin_secret_key }, { keys }) =>
      judged(
        admin_secret === null
          ? ['the password is not managed by Secrets Manager']
          : keyFaults('its secret', admin_secret_key, keys),
        [`the password is in ${admin_secret ?? ''}`],
      ),
    {
      id: 'redshift-password-managed',
      title: 'Nobody knows the password of the administrator: Secrets Manager makes and renews it',
      nist_800_53: ['IA-5(1)', 'AC-6(5)'],
      sec_17a_4: null,
      attacker_gains: 'a login that is no role of IAM, that never ends and that no trail names',
      fix: 'turn on manageAdminPassword of the namespace with adminPasswordSecretKmsKeyId; people and jobs connect by IAM',
    },
  ),
];
