import {
  also,
  each,
  gone,
  inKeys,
  inRoles,
  inSecrets,
  type Mistake,
  only,
  operator,
  set,
  without,
} from './spoil.js';

/** Mistakes in what the state machine, its functions and its task may do. */
export const STEP_MISTAKES: readonly Mistake[] = [
  {
    what: 'network: the service role of the state excepted by a pattern of all roles',
    spoil: ({ buckets }) =>
      each(
        only(buckets, 'state'),
        'DenyOutsideEndpoint',
        also('ArnNotLikeIfExists', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/tapewarden-prod-*'),
      ),
  },
  {
    what: 'network: Step Functions locked out of the state',
    spoil: ({ buckets }) =>
      each(
        only(buckets, 'state'),
        'DenyOutsideEndpoint',
        also('ArnNotLikeIfExists', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/break-glass'),
      ),
  },
  {
    what: 'role: the child of the map may put anywhere in the lake',
    spoil: inRoles(
      'PutIntoCanonical',
      set(() => ({ Resource: 'arn:aws:s3:::tapewarden-prod-canonical-111122223333-us-east-1/*' })),
    ),
  },
  { what: 'role: a task in any cluster', spoil: inRoles('RunLargeFiles', without('ArnEquals')) },
  {
    what: 'role: the machine calls any function',
    spoil: inRoles(
      'CallSteps',
      set(() => ({ Resource: '*' })),
    ),
  },
  {
    what: 'role: the machine hands over any role',
    spoil: inRoles(
      'RunAsTask',
      set(() => ({ Resource: '*' })),
    ),
  },
  {
    what: 'role: the machine starts any machine',
    spoil: inRoles(
      'StartChildren',
      set(() => ({ Resource: '*' })),
    ),
  },
  {
    what: 'role: the child of the map reads any secret',
    spoil: inRoles(
      'PersonalKey',
      set(() => ({ Resource: '*' })),
    ),
  },
  { what: 'secret: whoever may, reads it', spoil: inSecrets('DenyOtherReaders', gone) },
  {
    what: 'secret: its readers are denied in place of the others',
    spoil: inSecrets('DenyOtherReaders', operator('ArnNotLikeIfExists', 'ArnLike')),
  },
  {
    what: 'role: the key of the catalog for objects too',
    spoil: inRoles('CatalogKey', without('StringEquals')),
  },
  { what: 'key: the history of any machine', spoil: inKeys('HistoryOfTheDay', without('StringEquals')) },
  { what: 'key: disks of any cluster', spoil: inKeys('DisksOfTasks', without('StringEquals')) },
  {
    what: 'key: any grant for Fargate',
    spoil: inKeys('GrantsForDisks', without('ForAllValues:StringEquals')),
  },
];
