import type { TrailSettings } from '../../domain/generated/trail-verification.js';
import { keyFaults, type OwnKeys } from './own-keys.js';
import { type ControlResult, type Judged, judged, type PostureControl } from './posture-control.js';

type TrailControl = PostureControl & {
  readonly judge: (trail: TrailSettings, keys: OwnKeys) => Judged;
};

const AUDIT_TRAIL = '(f)(2)(i)(A)';

/** All controls of the trail that records who touched the lake. */
export const trailControls: readonly TrailControl[] = [
  {
    id: 'cloudtrail-logging',
    title: 'The trail records, and its logs and digests arrive',
    nist_800_53: ['AU-2', 'AU-12'],
    sec_17a_4: AUDIT_TRAIL,
    attacker_gains: 'time in which nothing is on record',
    fix: 'start logging; where a delivery fails, correct the policy of the bucket or of the key of the trail',
    judge: ({ logging, delivery_error, digest_delivery_error }) => {
      if (logging === null) return unreadable('cloudtrail:GetTrailStatus');
      const wrong = logging ? [] : ['the trail does not record'];
      if (delivery_error !== null) wrong.push(`logs do not arrive: ${delivery_error}`);
      if (digest_delivery_error !== null) wrong.push(`digests do not arrive: ${digest_delivery_error}`);
      return judged(wrong, ['the trail records, and the last deliveries arrived']);
    },
  },
  {
    id: 'cloudtrail-validated',
    title: 'Digest files are written, so that changed and missing logs are found',
    nist_800_53: ['AU-9(3)', 'AU-10'],
    sec_17a_4: AUDIT_TRAIL,
    attacker_gains: 'a way to change or remove logs unnoticed',
    fix: 'enable log file validation on the trail',
    judge: ({ validation }) =>
      judged(validation ? [] : ['log file validation is off'], ['log file validation is on']),
  },
  {
    id: 'cloudtrail-data-events',
    title: 'Reads and writes of objects are recorded',
    nist_800_53: ['AU-2', 'AU-3'],
    sec_17a_4: AUDIT_TRAIL,
    attacker_gains: 'reads and writes of the lake that leave no trace',
    fix: 'add data events of S3 objects, reads and writes, to the event selectors of the trail',
    judge: ({ data_events }) =>
      data_events === null
        ? unreadable('cloudtrail:GetEventSelectors')
        : judged(data_events ? [] : ['no selector records data events'], ['data events are recorded']),
  },
  {
    id: 'cloudtrail-management-events',
    title: 'Changes of policies, keys and trails are recorded',
    nist_800_53: ['AU-2', 'CM-5'],
    sec_17a_4: AUDIT_TRAIL,
    attacker_gains: 'changes of the controls themselves that leave no trace',
    fix: 'let the event selectors of the trail include management events, reads and writes',
    judge: ({ management_events }) =>
      management_events === null
        ? unreadable('cloudtrail:GetEventSelectors')
        : judged(management_events ? [] : ['no selector records them'], ['management events are recorded']),
  },
  {
    id: 'cloudtrail-every-region',
    title: 'Every region is recorded, also those that nobody uses',
    nist_800_53: ['AU-12'],
    sec_17a_4: AUDIT_TRAIL,
    attacker_gains: 'a region in which nothing is on record',
    fix: 'make it a multi-Region trail',
    judge: ({ multi_region }) =>
      judged(multi_region ? [] : ['it records one region'], ['it records every region']),
  },
  {
    id: 'cloudtrail-own-key',
    title: 'Logs and digests are encrypted with a key of the project',
    nist_800_53: ['AU-9(3)', 'SC-28(1)'],
    sec_17a_4: null,
    attacker_gains: 'who did what and when, with the right to read the bucket of the trail alone',
    fix: 'set the KMS key of the trail, and list it under access.other_kms_keys',
    judge: ({ kms_key = null }, keys) =>
      judged(keyFaults('the trail', kms_key, keys), [`logs and digests have ${kms_key ?? ''}`]),
  },
];

/** Every control as unknown, of a trail that the caller may not describe. */
export function unreadableTrail(arn: string): ControlResult[] {
  return trailControls.map(({ judge: _, ...text }) => ({
    ...text,
    resource: arn,
    ...unreadable('cloudtrail:DescribeTrails'),
  }));
}

/** What each control finds about a trail, in their order. */
export function checkTrail(trail: TrailSettings, keys: OwnKeys): ControlResult[] {
  return trailControls.map(({ judge, ...text }) => ({ ...text, resource: trail.arn, ...judge(trail, keys) }));
}

function unreadable(permission: string): Judged {
  return { verdict: 'unknown', evidence: ['it cannot be read'], missing_permission: permission };
}
