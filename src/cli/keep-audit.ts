import { type AuditDraft, recordAudit } from '../lake/audit/record-audit.js';
import { openLake, type Project, packageVersion } from '../project/project.js';
import type { CliContext } from './cli-context.js';

/** Records what an audit said in the lake of the project, where the report finds it, and says where. */
export async function keepAudit(
  context: CliContext,
  project: Project,
  audit: Pick<AuditDraft, 'kind' | 'sound' | 'result'>,
): Promise<void> {
  const draft = { ...audit, write_id: context.new_write_id(), tapewarden_version: await packageVersion() };
  const { key } = await recordAudit(await openLake(project), draft, context.now_ns());
  context.process.stderr.write(`recorded           ${key}\n`);
}
