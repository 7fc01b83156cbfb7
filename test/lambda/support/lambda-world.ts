import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { ObjectStore } from '../../../src/store/object-store.js';
import { openS3Store } from '../../../src/store/s3-store.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import type { FakeBucket } from '../../fakes/s3/fake-bucket.js';
import { FakeS3 } from '../../fakes/s3/fake-s3.js';
import { fakeS3Settings, standingMeans } from '../../fakes/s3/open-fake-s3-lake.js';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/test';

/** Buckets of a day in a fake of S3, and a project that names them; the environment of every handler called in the test. */
export type LambdaWorld = {
  s3: FakeS3;
  lake: FakeBucket;
  raw: FakeBucket;
  state: FakeBucket;
  reports: FakeBucket;
  folder: string;
};

/** Opens a world with what more tapewarden.yaml says, as YAML. */
export async function openLambdaWorld(more = ''): Promise<LambdaWorld> {
  stubAwsEnvironment();
  const folder = await temporaryFolder();
  const s3 = await FakeS3.start({ required_kms_key: KEY });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await s3.stop();
  });
  const config = `lake: s3://day-lake/lake
s3: {kms_key: "${KEY}", region: us-east-1, endpoint: "${s3.endpoint}", force_path_style: true}
${more}`;
  await writeFile(path.join(folder, 'tapewarden.yaml'), config);
  const environment = {
    TAPEWARDEN_PROJECT: folder,
    TAPEWARDEN_RAW: 's3://day-raw/incoming',
    TAPEWARDEN_STATE: 's3://day-state/machine',
    TAPEWARDEN_REPORTS: 's3://day-reports',
    TAPEWARDEN_WORK: path.join(folder, 'work'),
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const bucket = (name: string): FakeBucket => s3.bucket(name);
  return {
    ...{ s3, folder, lake: bucket('day-lake'), raw: bucket('day-raw') },
    ...{ state: bucket('day-state'), reports: bucket('day-reports') },
  };
}

/** The lake of a world, as anybody may open it. */
export function lakeOf({ s3, folder }: LambdaWorld): Promise<ObjectStore> {
  const cache = path.join(folder, 'another-cache');
  const settings = { ...fakeS3Settings(s3, cache), location: { bucket: 'day-lake', prefix: 'lake' } };
  return openS3Store({ ...settings, kms_key: KEY }, standingMeans([]));
}

/** Puts a file where brokers put theirs; at a given instant where one is given. */
export function arrive(
  { raw }: Pick<LambdaWorld, 'raw'>,
  trade_date: string,
  { name, bytes, at_ms }: { name: string; bytes: Uint8Array; at_ms?: number },
): void {
  const put = raw.put(`incoming/${trade_date}/${name}`, { body: Buffer.from(bytes), attributes: {} }, false);
  if (at_ms !== undefined) put.modified_ms = at_ms;
}

/** Calls a handler as the service does: event and answer are JSON. */
export async function invoke<In, Out>(handler: (event: In) => Promise<Out>, event: In): Promise<Out> {
  const answer = await handler(JSON.parse(JSON.stringify(event)) as In);
  return JSON.parse(JSON.stringify(answer)) as Out;
}
