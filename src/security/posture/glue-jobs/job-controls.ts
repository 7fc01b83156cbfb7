import type { JudgedService } from '../judged-service.js';
import { keyFaults } from '../own-keys.js';
import { judged } from '../posture-control.js';
import { controlsOf, type SettingControl } from '../setting-control.js';
import type { JobSettings } from './job-settings.js';

const of = controlsOf<JobSettings, JudgedService>();

/** All controls of the settings that each Glue job of a project gets. */
export const jobControls: readonly SettingControl<JobSettings, JudgedService>[] = [
  of(
    'security_configuration',
    ({ s3 }, { keys }) =>
      judged(
        s3.length === 0
          ? ['what jobs write to S3 is not encrypted by it']
          : s3.flatMap((key) => keyFaults('what jobs write to S3', key, keys)),
        [`what jobs write to S3 has ${s3.join(', ')}`],
      ),
    {
      id: 'glue-job-s3-own-key',
      title: 'Glue jobs write under a key of the project',
      nist_800_53: ['SC-28(1)', 'SC-12'],
      sec_17a_4: null,
      attacker_gains: 'what jobs wrote, with the right to read a bucket alone',
      fix: 'name under jobs.glue.security_configuration one with S3 encryption SSE-KMS and a key of the project',
    },
  ),
  of(
    'security_configuration',
    ({ logs }, { keys }) =>
      judged(keyFaults('the log of jobs', logs, keys), [`the log of jobs has ${logs ?? ''}`]),
    {
      id: 'glue-job-logs-own-key',
      title: 'Logs of Glue jobs are encrypted with a key of the project',
      nist_800_53: ['SC-28(1)', 'AU-9(3)'],
      sec_17a_4: null,
      attacker_gains: 'what jobs logged, with the right to read logs alone',
      fix: 'name under jobs.glue.security_configuration one with CloudWatch encryption SSE-KMS and a key of the project',
    },
  ),
  of(
    'security_configuration',
    ({ bookmarks }, { keys }) =>
      judged(keyFaults('the bookmarks of jobs', bookmarks, keys), [
        `the bookmarks of jobs have ${bookmarks ?? ''}`,
      ]),
    {
      id: 'glue-job-bookmarks-own-key',
      title: 'Bookmarks of Glue jobs are encrypted with a key of the project',
      nist_800_53: ['SC-28(1)', 'SC-12'],
      sec_17a_4: null,
      attacker_gains: 'which files jobs have read, and the means to have them read others',
      fix: 'name under jobs.glue.security_configuration one with job bookmark encryption CSE-KMS and a key of the project',
    },
  ),
  of(
    'connection',
    ({ subnet, security_groups }) =>
      judged(
        subnet === null || security_groups.length === 0
          ? ['it names no subnet with a security group, so that jobs run in a network of Glue']
          : [],
        [`jobs run in ${subnet ?? ''} with ${security_groups.join(', ')}`],
      ),
    {
      id: 'glue-job-in-vpc',
      title: 'Glue jobs run in a subnet of ours',
      nist_800_53: ['SC-7', 'AC-4'],
      sec_17a_4: null,
      attacker_gains: 'a way out of the VPC for whatever a job reads',
      fix: 'name under jobs.glue.connection one of type NETWORK with a private subnet and a security group',
    },
  ),
];
