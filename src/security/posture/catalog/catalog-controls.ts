import type { Probe } from '../bucket-probes.js';
import { judgeAnswer } from '../judge-answer.js';
import { judgeProbes } from '../judge-probes.js';
import { keyFaults } from '../own-keys.js';
import { judged } from '../posture-control.js';
import { controlsOf, type SettingControl } from '../setting-control.js';
import type { CatalogSettings, JudgedCatalog } from './catalog-settings.js';

const of = controlsOf<CatalogSettings, JudgedCatalog>();

/** All controls of the Glue Data Catalog that shows the lake. */
export const catalogControls: readonly SettingControl<CatalogSettings, JudgedCatalog>[] = [
  of(
    'encryption',
    ({ mode, key }, { keys }) => {
      const wrong = mode.startsWith('SSE-KMS')
        ? keyFaults('the catalog', key, keys)
        : [`encryption at rest is ${mode}, expected SSE-KMS`];
      return judged(wrong, [`${mode} with ${key ?? ''}`]);
    },
    {
      id: 'glue-catalog-own-key',
      title: 'The catalog is encrypted with a key of the project',
      nist_800_53: ['SC-28(1)', 'SC-12'],
      sec_17a_4: null,
      attacker_gains: 'names, places and columns of every dataset, with no key to refuse',
      fix: 'set the encryption at rest of the Data Catalog to SSE-KMS with the key of the project',
    },
  ),
  of(
    'encryption',
    ({ passwords_encrypted, password_key }, { keys }) =>
      judged(
        passwords_encrypted
          ? keyFaults('the encryption of passwords', password_key, keys)
          : ['passwords of connections are returned as they are'],
        [`passwords are encrypted with ${password_key ?? ''}`],
      ),
    {
      id: 'glue-passwords-own-key',
      title: 'Passwords of connections are encrypted, and returned encrypted',
      nist_800_53: ['SC-28(1)', 'IA-5(1)'],
      sec_17a_4: null,
      attacker_gains: 'passwords of other systems, with the right to read a connection',
      fix: 'set returnConnectionPasswordEncrypted of the Data Catalog to true, with the key of the project',
    },
  ),
  {
    id: 'glue-own-account-only',
    title: 'The catalog lets no other account in',
    nist_800_53: ['AC-3', 'AC-21'],
    sec_17a_4: null,
    attacker_gains:
      'tables that point at files of their own, or the map of the lake, with an account of their own',
    fix: 'take other accounts and * out of the policy of the Data Catalog, or condition them on aws:PrincipalOrgID',
    check: async (reader, catalog) => {
      const answer = await reader.read('policy');
      if (answer.kind === 'unset') return judged([], ['it has no policy: other accounts are refused']);
      return judgeAnswer('policy', answer, (policy) => judgeProbes(policy, fromOutside(catalog), 'refused'));
    },
  },
];

const OTHER = '999999999999';

function fromOutside({ region, account, database }: JudgedCatalog): Probe[] {
  const arn = `arn:aws:iam::${OTHER}:role/other`;
  const table = `arn:aws:glue:${region}:${account}:table/${database}/trades`;
  return (['glue:GetTable', 'glue:GetPartitions', 'glue:UpdateTable'] as const).flatMap((action) =>
    [{ kind: 'identity', arn, account: OTHER } as const, { kind: 'anonymous' } as const].map((by) => ({
      how: `on ${database}.trades`,
      request: {
        ...{ by, action, resource: table, owner: account },
        context: {
          'aws:SecureTransport': 'true',
          'aws:PrincipalIsAWSService': 'false',
          ...(by.kind === 'identity' ? { 'aws:PrincipalArn': arn, 'aws:PrincipalAccount': OTHER } : {}),
        },
      },
    })),
  );
}
