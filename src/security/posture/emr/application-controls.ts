import { keyFaults } from '../own-keys.js';
import { judged } from '../posture-control.js';
import { controlsOf, type SettingControl } from '../setting-control.js';
import type { EmrSettings, JudgedApplication } from './application-settings.js';

const of = controlsOf<EmrSettings, JudgedApplication>('the application is not there');
const LONGEST_IDLE_MINUTES = 60;
const TRAFFIC = [
  'spark.authenticate',
  'spark.network.crypto.enabled',
  'spark.io.encryption.enabled',
] as const;

/** All controls of an EMR Serverless application. */
export const applicationControls: readonly SettingControl<EmrSettings, JudgedApplication>[] = [
  of(
    'application',
    ({ subnets, security_groups }) => {
      const wrong: string[] = [];
      if (subnets.length === 0) wrong.push('it has no subnets: workers reach the internet');
      if (security_groups.length === 0) wrong.push('it has no security group');
      return judged(wrong, [`workers are in ${subnets.join(', ')}`]);
    },
    {
      id: 'emr-in-vpc',
      title: 'Spark runs inside the VPC',
      nist_800_53: ['AC-4', 'SC-7'],
      sec_17a_4: null,
      attacker_gains: 'a way out to the internet for whatever a job reads, past every endpoint',
      fix: 'set networkConfiguration of the application: private subnets and a security group of its own',
    },
  ),
  of(
    'application',
    ({ maximum }) =>
      judged(maximum === null ? ['no maximum capacity is set'] : [], [
        `at most ${maximum?.cpu ?? ''} and ${maximum?.memory ?? ''}`,
      ]),
    {
      id: 'emr-capacity-bounded',
      title: 'The application has a ceiling',
      nist_800_53: ['SC-5', 'SC-6'],
      sec_17a_4: null,
      attacker_gains: 'the quota of the account and its bill, with one submitted job',
      fix: 'set maximumCapacity of the application: cpu, memory and disk',
    },
  ),
  of(
    'application',
    ({ disk_key }, { keys, job_disk_key }) =>
      disk_key === null && job_disk_key !== null
        ? judged(keyFaults('the disk of our jobs', job_disk_key, keys), [
            `the application names none, jobs of ours name ${job_disk_key}`,
          ])
        : judged(keyFaults('the disk', disk_key, keys), [`disks have ${disk_key ?? ''}`]),
    {
      id: 'emr-disks-own-key',
      title: 'Disks of workers are encrypted with a key of the project',
      nist_800_53: ['SC-28(1)', 'SC-12'],
      sec_17a_4: null,
      attacker_gains: 'shuffled records on disks whose key nobody of ours can disable',
      fix: 'set diskEncryptionConfiguration.encryptionKeyArn of the application, or jobs.emr.disk_kms_key for each job',
    },
  ),
  of(
    'application',
    ({ logs }, { keys }) =>
      judged(
        logs.flatMap(({ where, key }) => keyFaults(`the log in ${where}`, key, keys)),
        logs.length === 0
          ? ['it has no default place for logs: jobs name theirs']
          : logs.map(({ where, key }) => `logs in ${where} have ${key ?? ''}`),
      ),
    {
      id: 'emr-logs-own-key',
      title: 'Logs of jobs are encrypted with a key of the project',
      nist_800_53: ['SC-28(1)', 'AU-9(3)'],
      sec_17a_4: null,
      attacker_gains: 'what jobs print, with the right to read a bucket or a log group alone',
      fix: 'set encryptionKeyArn of s3MonitoringConfiguration and of cloudWatchLoggingConfiguration; list a key of logs under access.other_kms_keys',
    },
  ),
  of(
    'application',
    ({ managed_logs: { enabled, key } }, { keys }) =>
      judged(enabled ? keyFaults('the log that AWS keeps', key, keys) : [], [
        enabled ? `logs that AWS keeps have ${key ?? ''}` : 'AWS keeps no logs',
      ]),
    {
      id: 'emr-managed-logs-off',
      title: 'AWS keeps no copy of logs, or keeps it under a key of the project',
      nist_800_53: ['SC-28(1)', 'AC-4'],
      sec_17a_4: null,
      attacker_gains: 'a copy of what jobs print, outside the buckets and keys of the project',
      fix: 'set managedPersistenceMonitoringConfiguration.enabled to false, or give it a key; where nothing is said it is on',
    },
  ),
  of(
    'application',
    ({ interactive }) =>
      judged(
        interactive.map((way) => `${way} is enabled`),
        ['only jobs run'],
      ),
    {
      id: 'emr-no-interactive',
      title: 'Nobody runs code there but as a job',
      nist_800_53: ['AC-6', 'CM-7'],
      sec_17a_4: null,
      attacker_gains: 'code of their own next to the records, without a plan and its policy',
      fix: 'turn off studioEnabled, livyEndpointEnabled and sessionEnabled of interactiveConfiguration',
    },
  ),
  of(
    'application',
    ({ spark_defaults }) =>
      judged(
        TRAFFIC.filter((name) => spark_defaults[name] !== 'true').map(
          (name) => `${name} is ${spark_defaults[name] ?? 'not set'}, expected true`,
        ),
        [`${TRAFFIC.join(', ')} are true`],
      ),
    {
      id: 'emr-traffic-encrypted',
      title: 'Driver and executors authenticate each other and encrypt what they send',
      nist_800_53: ['SC-8(1)'],
      sec_17a_4: null,
      attacker_gains: 'records on their way between workers, or a worker of their own among them',
      fix: `set ${TRAFFIC.join(', ')} to true in spark-defaults of runtimeConfiguration`,
    },
  ),
  of(
    'application',
    ({ stops_after_minutes }) => {
      const wrong: string[] = [];
      if (stops_after_minutes === null) wrong.push('it does not stop by itself');
      else if (stops_after_minutes > LONGEST_IDLE_MINUTES)
        wrong.push(
          `it stops after ${stops_after_minutes} idle minutes, expected ${LONGEST_IDLE_MINUTES} at most`,
        );
      return judged(wrong, [`it stops after ${stops_after_minutes ?? 0} idle minutes`]);
    },
    {
      id: 'emr-stops-idle',
      title: 'The application stops when nothing runs',
      nist_800_53: ['SC-6', 'CM-7'],
      sec_17a_4: null,
      attacker_gains: 'workers that stand ready and are paid for while nobody looks',
      fix: `set autoStopConfiguration: enabled, with at most ${LONGEST_IDLE_MINUTES} idle minutes`,
    },
  ),
];
