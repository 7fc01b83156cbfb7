import type { Posture } from '../../domain/generated/posture.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import type { ControlResult } from '../../security/posture/posture-control.js';
import type { CliContext } from '../cli-context.js';
import { jsonText } from '../format-table.js';
import { keepAudit } from '../keep-audit.js';
import { resultsOfBuckets, resultsOfKey, resultsOfTrail } from '../posture-of-lake.js';
import {
  resultsOfApplications,
  resultsOfGlueJobs,
  resultsOfWarehouses,
  resultsOfWorkGroups,
} from '../posture-of-runners.js';
import { resultsOfCatalog, resultsOfEndpoints, resultsOfMachine } from '../posture-of-surroundings.js';
import { postureSummary, postureText } from '../posture-text.js';

type PostureFlags = ProjectFlags & { readonly json: boolean; readonly record: boolean };

const UNKNOWN =
  'unknown is not held: nobody could look, or what was seen cannot be judged; each says which permission or name is missing\n';

/**
 * Says of each control whether the live account holds it; exit code findings where one does not, or where one is unknown.
 *
 * Looks at everything that the project names: buckets, key, trail, VPC endpoints, catalog, applications, warehouses,
 * work groups and state machine. Reads settings and changes none.
 */
export async function auditPosture(context: CliContext, flags: PostureFlags): Promise<ExitCode> {
  // The versions are pinned and read on Node 20; their notice about later ones says nothing to whoever audits.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const project = await loadProject(context, flags);
  if (project.s3 === null) {
    throw new Refusal(EXIT.invalid_spec, [
      `the lake is ${project.lake}, expected s3://bucket/prefix: a folder has no account that could be judged [posture-lake-local]`,
    ]);
  }
  const results = [
    ...(await resultsOfBuckets(project, project.s3)),
    ...(await resultsOfKey(project, project.s3)),
    ...(await resultsOfTrail(context, project, project.s3)),
    ...(await resultsOfEndpoints(project, project.s3)),
    ...(await resultsOfCatalog(project, project.s3)),
    ...(await resultsOfApplications(project, project.s3)),
    ...(await resultsOfWarehouses(project, project.s3)),
    ...(await resultsOfWorkGroups(project, project.s3)),
    ...(await resultsOfGlueJobs(project, project.s3)),
    ...(await resultsOfMachine(project, project.s3)),
  ];
  const document = postureOf(project.lake, context.now_ns(), results);
  const { stdout, stderr } = context.process;
  const summary = postureSummary(document);
  stdout.write(flags.json ? jsonText(document) : `${summary}\n${postureText(document)}`);
  if (flags.json) stderr.write(summary);
  if (document.unknown > 0) stderr.write(UNKNOWN);
  const sound = document.pass === results.length;
  if (flags.record) await keepAudit(context, project, { kind: 'posture', sound, result: document });
  return sound ? EXIT.clear : EXIT.findings;
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
