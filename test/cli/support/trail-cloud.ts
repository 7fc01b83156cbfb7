import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FakeCloudTrail } from '../../fakes/cloudtrail/fake-cloudtrail.js';
import { FakeS3 } from '../../fakes/s3/fake-s3.js';
import type { TrailMaker } from '../../security/support/trail-maker.js';

export const ARN = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/audit';

/** S3 and CloudTrail over HTTP with what a maker made. */
export class TrailCloud {
  readonly s3: FakeS3;
  readonly cloudtrail: FakeCloudTrail;
  readonly denied = new Set<string>();

  private constructor(s3: FakeS3, cloudtrail: FakeCloudTrail) {
    this.s3 = s3;
    this.cloudtrail = cloudtrail;
    s3.faults = ({ operation, bucket, key }) =>
      operation === 'GetObject' && this.denied.has(`s3://${bucket}/${key}`)
        ? { kind: 'answer', status: 403, code: 'AccessDenied' }
        : null;
  }

  static async start(): Promise<TrailCloud> {
    return new TrailCloud(await FakeS3.start({ page_size: 7 }), await FakeCloudTrail.start(1));
  }

  /** Puts all that is made into the fakes; `bucket` is where the trail delivers now. */
  hold({ memory }: TrailMaker, bucket = 'trail-0'): void {
    for (const [uri, object] of memory.objects) {
      const [name = '', ...rest] = uri.slice('s3://'.length).split('/');
      const attributes: Record<string, string> = { 'content-encoding': 'gzip' };
      if (object.signature !== null) attributes['x-amz-meta-signature'] = object.signature;
      if (object.algorithm !== null) attributes['x-amz-meta-signature-algorithm'] = object.algorithm;
      if (object.generated_at !== null) {
        attributes['x-amz-meta-backfill-generation-timestamp'] = object.generated_at;
      }
      this.s3.bucket(name).put(rest.join('/'), { body: Buffer.from(object.bytes), attributes }, false);
    }
    const valid = { from_ms: Date.UTC(2026, 10, 1), to_ms: Date.UTC(2026, 11, 1) };
    for (const region of ['us-east-1', 'eu-west-1']) {
      for (const { fingerprint, der } of memory.keys) {
        this.cloudtrail.keys.push({ region, value: Buffer.from(der), fingerprint, ...valid });
      }
    }
    this.cloudtrail.trails.push({
      trail: {
        ...{ TrailARN: ARN, Name: 'audit', HomeRegion: 'us-east-1', IsMultiRegionTrail: true },
        ...{ S3BucketName: bucket, S3KeyPrefix: 'logs', LogFileValidationEnabled: true },
      },
      status: { IsLogging: true },
      selectors: { TrailARN: ARN, EventSelectors: [{ IncludeManagementEvents: true, DataResources: [] }] },
    });
  }

  /** Writes the configuration that leads a project to the fakes. */
  configure(folder: string): void {
    writeFileSync(path.join(folder, 'tapewarden.yaml'), this.projectText());
  }

  /** What tapewarden.yaml says of the trail. */
  projectText(): string {
    return `trail: {arn: "${ARN}", endpoint: "${this.s3.endpoint}", cloudtrail_endpoint: "${this.cloudtrail.endpoint}", force_path_style: true}\n`;
  }

  async stop(): Promise<void> {
    await Promise.all([this.s3.stop(), this.cloudtrail.stop()]);
  }
}
