import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ObjectRemover, ObjectStore } from '../../../src/store/object-store.js';
import type { S3Means, S3Settings } from '../../../src/store/s3-session.js';
import { openS3Store } from '../../../src/store/s3-store.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import type { FakeBucket } from './fake-bucket.js';
import { FakeS3, type FakeS3Settings } from './fake-s3.js';
import { seededRandom } from './fault.js';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const TEST_KEY = 'arn:aws:kms:us-east-1:111122223333:key/test';
const LOCATION = { bucket: 'acme-surveillance', prefix: 'lake' };

/** A lake in a fake of S3 that goes with the test. */
export type FakeS3Lake = {
  store: ObjectStore & ObjectRemover;
  fake: FakeS3;
  bucket: FakeBucket;
  folder: string;
  /** The waits that were asked for, in milliseconds; none of them takes time. */
  waits: number[];
  /** Another store on the same lake, with other settings. */
  open: (settings?: Partial<S3Settings>, means?: Partial<S3Means>) => Promise<ObjectStore & ObjectRemover>;
};

export type FakeS3LakeSettings = {
  fake?: Partial<FakeS3Settings>;
  store?: Partial<S3Settings>;
  means?: Partial<S3Means>;
};

/** A store on a new fake whose policy asks for the test key; its clock stands but for the waits, its chance is seeded. */
export async function openFakeS3Lake(settings: FakeS3LakeSettings = {}): Promise<FakeS3Lake> {
  const folder = await temporaryFolder();
  const fake = await FakeS3.start({ required_kms_key: TEST_KEY, ...settings.fake });
  onTestFinished(() => fake.stop());
  const bucket = fake.bucket(LOCATION.bucket);
  const waits: number[] = [];
  const open: FakeS3Lake['open'] = (store, means) =>
    openS3Store(
      { ...fakeS3Settings(fake, path.join(folder, 'cache')), ...settings.store, ...store },
      { ...standingMeans(waits), ...settings.means, ...means },
    );
  return { store: await open(), fake, bucket, folder, waits, open };
}

/** Settings with which a store finds the fake. */
export function fakeS3Settings(fake: FakeS3, cache: string): S3Settings {
  return {
    location: LOCATION,
    kms_key: TEST_KEY,
    cache,
    region: 'us-east-1',
    endpoint: fake.endpoint,
    force_path_style: true,
  };
}

/** A clock that only waits move, seeded chance, and the credentials that the fake knows. */
export function standingMeans(waits: number[]): S3Means {
  let clock_ms = 0;
  return {
    now_ms: () => clock_ms,
    sleep: async (ms) => {
      waits.push(ms);
      clock_ms += ms;
      // Others get their turn, as in a real wait.
      await new Promise((turn) => setImmediate(turn));
    },
    random: seededRandom(1),
    new_token: randomUUID,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}
