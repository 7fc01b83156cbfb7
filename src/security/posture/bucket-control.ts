import type { BucketSettingName, BucketSettings, BucketSettingsReader } from './bucket-settings.js';
import { judgeAnswer } from './judge-answer.js';
import type { Judged, PostureControl } from './posture-control.js';

/** The bucket that is judged, and what it should agree with. */
export type JudgedBucket = {
  readonly bucket: string;
  /** Beginning of the lake's keys; empty where the lake is the whole bucket. */
  readonly prefix: string;
  readonly region: string;
  /** Key with which its objects should be encrypted, as the project names it. */
  readonly kms_key: string;
  /** ARNs of roles that may use it: the policy must hold for them as well. */
  readonly roles: readonly string[];
  /** Endpoints through which it is reached; none where the project does not name them. */
  readonly vpc_endpoints: readonly string[];
  /** How long its objects must be kept. */
  readonly retention_days: number;
};

/** A control of a bucket. */
export type BucketControl = PostureControl & {
  readonly check: (reader: BucketSettingsReader, bucket: JudgedBucket) => Promise<Judged>;
};

/** A control of one setting of a bucket, which `judge` judges where it is set: unset fails, unreadable is unknown. */
export function ofSetting<Name extends BucketSettingName>(
  setting: Name,
  judge: (set: BucketSettings[Name], bucket: JudgedBucket) => Judged,
  text: PostureControl,
): BucketControl {
  return {
    ...text,
    check: async (reader, bucket) =>
      judgeAnswer(setting, await reader.read(setting), (set) => judge(set, bucket)),
  };
}
