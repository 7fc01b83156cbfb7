import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { formatSpecProblem } from '../../domain/spec-problem.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import type { TrailFlags } from '../../project/open-trail.js';
import { openTrail } from '../../project/open-trail.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { readLakeRecord } from '../../security/access/expected-writes.js';
import { loadAccessRules } from '../../security/access/load-access-rules.js';
import { reconcileAccess } from '../../security/access/reconcile-access.js';
import { accessPolicyOf } from '../access-policy-of.js';
import { auditedRange } from '../audited-range.js';
import type { CliContext } from '../cli-context.js';
import { jsonText } from '../format-table.js';
import { keepAudit } from '../keep-audit.js';
import { openVerifiedTrail } from '../open-verified-trail.js';
import { reconciliationSummary, reconciliationText } from '../reconciliation-text.js';

type ReconcileFlags = ProjectFlags &
  TrailFlags & {
    readonly json: boolean;
    readonly record: boolean;
    readonly date?: string;
    readonly from?: string;
    readonly to?: string;
  };

/**
 * Holds the verified trail against the lake's own record; exit code findings where anything was found, or where a log or a record
 * could not be used, or where there was no log at all.
 */
export async function auditReconcile(context: CliContext, flags: ReconcileFlags): Promise<ExitCode> {
  const range = auditedRange(flags);
  const project = await loadProject(context, flags);
  const policy = accessPolicyOf(project);
  const opened = await openTrail(context, project, flags);
  const { rules, problems } = await loadAccessRules();
  if (problems.length > 0) throw new Refusal(EXIT.invalid_spec, problems.map(formatSpecProblem));
  const spill = path.join(project.work, `reconcile-${context.new_write_id()}`);
  await mkdir(spill, { recursive: true });
  try {
    const lake = await readLakeRecord(await openLake(project));
    const trail = await openVerifiedTrail(opened)(range);
    const document = await reconcileAccess(spill, { ...trail, lake, policy, rules, range });
    context.process.stdout.write(
      flags.json ? jsonText(document) : reconciliationText(document, context.width),
    );
    context.process.stderr.write(reconciliationSummary(document));
    const { findings, logs, unverified, unread } = document;
    const sound = findings.length + unverified.length + unread.length === 0 && logs.verified > 0;
    if (flags.record) await keepAudit(context, project, { kind: 'access', sound, result: document });
    return sound ? EXIT.clear : EXIT.findings;
  } finally {
    await rm(spill, { recursive: true, force: true });
  }
}
