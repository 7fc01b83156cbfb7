import { EXIT } from '../project/exit-codes.js';
import type { Project } from '../project/project.js';
import { Refusal } from '../project/refusal.js';
import { retryMeans } from '../project/retry-means.js';
import { localSigner, type ReportSigner, remoteSigner } from '../report/sign-report.js';
import type { CliContext } from './cli-context.js';
import { openReportKey } from './open-report-key.js';

const KMS = /^kms:/;

/**
 * What signs a report: a private key in a PEM file, or `kms:` and the ARN, id or alias of a key of KMS; null without a name.
 *
 * A key that is not named by its ARN is looked for in the region of the lake, else in AWS_REGION. Refuses report-key-region-missing,
 * and what `openReportKey` refuses.
 */
export async function openReportSigner(
  context: Pick<CliContext, 'cwd'>,
  project: Pick<Project, 's3'>,
  name: string | undefined,
): Promise<ReportSigner | null> {
  if (name === undefined) return null;
  if (!KMS.test(name)) return localSigner(await openReportKey(context, name, 'private'));
  const key = name.replace(KMS, '');
  const region =
    /^arn:[a-z-]+:kms:([a-z0-9-]+):/.exec(key)?.[1] ?? project.s3?.region ?? process.env['AWS_REGION'];
  if (region === undefined || key === '') {
    throw new Refusal(EXIT.usage, [
      `--sign: it is not known which key of which region ${JSON.stringify(name)} is, expected kms: and the ARN of a key, or a region in AWS_REGION [report-key-region-missing]`,
    ]);
  }
  const { openKmsSigner } = await import('../security/signing/open-kms-signer.js');
  const place = { region, endpoint: project.s3?.kms_endpoint ?? null };
  return remoteSigner(openKmsSigner(key, place, retryMeans));
}
