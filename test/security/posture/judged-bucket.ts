import { onTestFinished } from 'vitest';
import type { JudgedBucket } from '../../../src/security/posture/bucket-control.js';
import { checkBucket, controlsOfBucket } from '../../../src/security/posture/check-bucket.js';
import { openBucketSettings } from '../../../src/security/posture/open-bucket-settings.js';
import type { ControlResult } from '../../../src/security/posture/posture-control.js';
import { S3Session } from '../../../src/store/s3-session.js';
import {
  type Denial,
  FAKE_ENDPOINT,
  type FakeBucketSettings,
  soundSettings,
  soundStatements,
} from '../../fakes/s3/fake-bucket-settings.js';
import { FakeS3 } from '../../fakes/s3/fake-s3.js';
import { fakeS3Settings, standingMeans, TEST_KEY } from '../../fakes/s3/open-fake-s3-lake.js';

export const ACCOUNT = 'arn:aws:iam::111122223333:role';
/** What is judged, as a project names it. */
export const judged: JudgedBucket = {
  bucket: 'acme-surveillance',
  prefix: 'lake',
  region: 'us-east-1',
  kms_key: TEST_KEY,
  roles: [`${ACCOUNT}/writer`],
  vpc_endpoints: [FAKE_ENDPOINT],
  retention_days: 2192,
  other_keys: [],
  removers: [],
};

/** What is wrong: settings, or the policy's statements in another form. */
export type Change = Partial<FakeBucketSettings> | ((statements: Denial[]) => unknown[]);

/** A reader of a bucket in the fake that is sound but for a change. */
export async function opened(change: Change = {}): Promise<{ fake: FakeS3; session: S3Session }> {
  const fake = await FakeS3.start({ required_kms_key: TEST_KEY });
  onTestFinished(() => fake.stop());
  const sound = soundSettings(judged.bucket, TEST_KEY);
  const own =
    typeof change === 'function'
      ? { policy: { Version: '2012-10-17', Statement: change(soundStatements(judged.bucket, TEST_KEY)) } }
      : change;
  fake.bucket(judged.bucket).settings = { ...sound, ...own };
  return { fake, session: await S3Session.open(fakeS3Settings(fake, ''), standingMeans([])) };
}

/** What the controls of a bucket say of one that is sound but for a change. */
export async function check(change: Change = {}, bucket = judged): Promise<ControlResult[]> {
  const { session } = await opened(change);
  return checkBucket(openBucketSettings(session), bucket, controlsOfBucket({ kind: 'other', locked: true }));
}

/** Controls that do not pass, with their verdicts. */
export const failing = (results: readonly ControlResult[]): string[] =>
  results.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict }) => `${id} ${verdict}`);

/** The sound policy with one statement in another form. */
export const with_ =
  (sid: string, change: (denial: Denial) => Partial<Denial>): Change =>
  (statements) =>
    statements.map((one) => (one.Sid === sid ? { ...one, ...change(one) } : one));
/** The sound policy without a statement. */
export const without =
  (sid: string): Change =>
  (statements) =>
    statements.filter((one) => one.Sid !== sid);
/** The sound policy and an allowance. */
export const beside =
  (statement: object): Change =>
  (statements) => [...statements, { Effect: 'Allow', ...statement }];
