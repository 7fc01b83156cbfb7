import type { Posture } from '../../domain/generated/posture.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { bucketControls, checkBucket } from '../../security/posture/check-bucket.js';
import { checkKey, unnamedKey } from '../../security/posture/key-controls.js';
import { openBucketSettings } from '../../security/posture/open-bucket-settings.js';
import { openKeySettings } from '../../security/posture/open-key-settings.js';
import type { ControlResult } from '../../security/posture/posture-control.js';
import { checkTrail, unreadableTrail } from '../../security/posture/trail-controls.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { jsonText } from '../format-table.js';
import { judgedBucket, rolesOf } from '../judged-bucket.js';
import { keepAudit } from '../keep-audit.js';
import { openS3Session } from '../open-s3-lake.js';
import { openTrail } from '../open-trail.js';
import { postureSummary, postureText } from '../posture-text.js';
import { loadProject, type Project, type ProjectFlags } from '../project.js';
import { Refusal } from '../refusal.js';
import { retryMeans } from '../retry-means.js';
import type { S3Lake } from '../s3-lake.js';

type PostureFlags = ProjectFlags & { readonly json: boolean; readonly record: boolean };

/**
 * Says of each control whether the live account holds it; exit code findings where one does not, or where one is unknown.
 *
 * Looks at the bucket of the lake, at the other buckets of `access` and at the trail. Reads settings and changes none.
 */
export async function auditPosture(context: CliContext, flags: PostureFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  if (project.s3 === null) {
    throw new Refusal(EXIT.invalid_spec, [
      `the lake is ${project.lake}, expected s3://bucket/prefix: a folder has no account that could be judged [posture-lake-local]`,
    ]);
  }
  const results = [
    ...(await resultsOfBuckets(project, project.s3)),
    ...(await resultsOfKey(project, project.s3)),
    ...(await resultsOfTrail(context, project)),
  ];
  const document = postureOf(project.lake, context.now_ns(), results);
  context.process.stdout.write(flags.json ? jsonText(document) : postureText(document));
  context.process.stderr.write(postureSummary(document));
  const sound = document.pass === results.length;
  if (flags.record) await keepAudit(context, project, { kind: 'posture', sound, result: document });
  return sound ? EXIT.clear : EXIT.findings;
}

async function resultsOfBuckets(project: Project, lake: S3Lake): Promise<ControlResult[]> {
  const results: ControlResult[] = [];
  const others = (project.access?.other_buckets ?? []).map((bucket) => ({ bucket, prefix: '' }));
  for (const location of [lake.location, ...others]) {
    const place = { ...lake, location };
    const reader = openBucketSettings(await openS3Session(place, project.work));
    results.push(...(await checkBucket(reader, judgedBucket(place, project.access), bucketControls)));
  }
  return results;
}

async function resultsOfKey(
  { access }: Project,
  { kms_key, kms_endpoint }: S3Lake,
): Promise<ControlResult[]> {
  const arn = access?.kms_key ?? kms_key;
  const region = /^arn:[a-z-]+:kms:([a-z0-9-]+):/.exec(arn)?.[1];
  if (region === undefined) return unnamedKey(arn);
  const place = { region, endpoint: kms_endpoint ?? null };
  return checkKey(openKeySettings(arn, place, retryMeans), { arn, roles: rolesOf(access) });
}

async function resultsOfTrail(context: CliContext, project: Project): Promise<ControlResult[]> {
  const { arn } = project.trail;
  if (arn === undefined) return [];
  try {
    const { settings } = await openTrail(context, project, {});
    return settings === null ? [] : checkTrail(settings);
  } catch (error) {
    if (error instanceof OperationalFailure && error.code === 'cloudtrail-denied')
      return unreadableTrail(arn);
    throw error;
  }
}

function postureOf(lake: string, now_ns: bigint, results: readonly ControlResult[]): Posture {
  const count = (verdict: ControlResult['verdict']): number =>
    results.filter((result) => result.verdict === verdict).length;
  return {
    format: 1,
    lake,
    checked_at: `${new Date(Number(now_ns / 1_000_000n)).toISOString().slice(0, 19)}Z`,
    resources: [...new Set(results.map(({ resource }) => resource))],
    pass: count('pass'),
    fail: count('fail'),
    unknown: count('unknown'),
    controls: results.map((result) => ({
      ...result,
      nist_800_53: [...result.nist_800_53],
      evidence: [...result.evidence],
      missing_permission: result.verdict === 'unknown' ? result.missing_permission : null,
    })),
  };
}
