import type { JudgedService } from '../judged-service.js';
import { keyFaults } from '../own-keys.js';
import { judged } from '../posture-control.js';
import { controlsOf, type SettingControl } from '../setting-control.js';
import type { WorkGroupSettings } from './work-group-settings.js';

const of = controlsOf<WorkGroupSettings, JudgedService>('the work group is not there');

/** All controls of a work group of Athena. */
export const workGroupControls: readonly SettingControl<WorkGroupSettings, JudgedService>[] = [
  of(
    'group',
    ({ enforced }) =>
      judged(enforced ? [] : ['a client may send settings of its own'], ['what a client sends is ignored']),
    {
      id: 'athena-settings-enforced',
      title: 'Nobody overrides the settings of the work group',
      nist_800_53: ['CM-6', 'AC-4'],
      sec_17a_4: null,
      attacker_gains: 'answers with records in a bucket of their choice, under a key of their choice',
      fix: 'set EnforceWorkGroupConfiguration of the work group to true',
    },
  ),
  of(
    'group',
    ({ results }, { keys }) =>
      results === null
        ? judged(['it says neither where answers go nor under which key'], [])
        : judged(keyFaults(`an answer in ${results.where}`, results.key, keys), [
            `answers in ${results.where} have ${results.key ?? ''}`,
          ]),
    {
      id: 'athena-results-own-key',
      title: 'Answers are encrypted with a key of the project',
      nist_800_53: ['SC-28(1)', 'SC-12'],
      sec_17a_4: null,
      attacker_gains: 'answers to queries, with the right to read a bucket alone',
      fix: 'set ResultConfiguration of the work group: OutputLocation, and EncryptionConfiguration with SSE_KMS and a key of the project',
    },
  ),
  of(
    'group',
    ({ bytes_a_query }) =>
      judged(bytes_a_query === null ? ['a query may read any number of bytes'] : [], [
        `a query reads ${String(bytes_a_query)} bytes at most`,
      ]),
    {
      id: 'athena-scan-bounded',
      title: 'A query has a ceiling',
      nist_800_53: ['SC-5', 'SC-6'],
      sec_17a_4: null,
      attacker_gains: 'the bill of the account, with one query over the whole lake',
      fix: 'set BytesScannedCutoffPerQuery of the work group',
    },
  ),
];
