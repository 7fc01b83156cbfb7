import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import { documentFault } from '../../domain/document-fault.js';
import type { ReportSignature } from '../../domain/generated/report-signature.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { Refusal } from '../../project/refusal.js';
import { systemReason } from '../../project/system-failure.js';
import { checkSignature } from '../../report/sign-report.js';
import type { CliContext } from '../cli-context.js';
import { counted, jsonText } from '../format-table.js';
import { openReportKey } from '../open-report-key.js';

type VerifyFlags = { readonly key: string; readonly signature?: string; readonly json: boolean };

/** Tells whether a file is the report that was signed with a key; needs no lake and no project. */
export async function reportVerify(context: CliContext, flags: VerifyFlags, name: string): Promise<ExitCode> {
  const { key } = await openReportKey(context, flags.key, 'public');
  const signature = await readSignature(context, flags.signature ?? `${name}.sig.json`);
  const faults = checkSignature(await bytesOf(context, name), signature, key);
  const { stdout, stderr } = context.process;
  if (flags.json) stdout.write(jsonText(signature.statement));
  else if (faults.length === 0) stdout.write(statementText(visible(name), signature));
  for (const fault of faults) stderr.write(`${visible(name)}: ${fault}\n`);
  return faults.length === 0 ? EXIT.clear : EXIT.findings;
}

async function readSignature(context: CliContext, name: string): Promise<ReportSignature> {
  const refuse = (why: string): Refusal =>
    new Refusal(EXIT.usage, [
      `${visible(name)}: is no signature of a report (${why}), expected what tapewarden report --sign wrote [report-signature-malformed]`,
    ]);
  let document: ReportSignature;
  try {
    document = JSON.parse(Buffer.from(await bytesOf(context, name)).toString('utf8')) as ReportSignature;
  } catch (error) {
    if (error instanceof OperationalFailure) throw error;
    throw refuse('it cannot be read as JSON');
  }
  const fault = await documentFault('report-signature', document);
  if (fault !== null) throw refuse(fault);
  return document;
}

async function bytesOf(context: CliContext, name: string): Promise<Uint8Array> {
  const file = path.resolve(context.cwd, name);
  return readFile(file).catch((error: unknown) => {
    throw new OperationalFailure(
      'file-unreadable',
      { path: name, reason: systemReason(error) },
      { cause: error },
    );
  });
}

function statementText(name: string, { statement, algorithm }: ReportSignature): string {
  const { signed_at_ns, key_sha256, key_arn } = statement;
  const at = new Date(Number(BigInt(signed_at_ns) / 1_000_000n)).toISOString();
  return [
    `${name} is as it was signed`,
    ...aboutLines(statement),
    `signed at   ${at}, by the signer's clock`,
    `key         ${key_sha256} (${algorithm})`,
    ...(key_arn === undefined ? [] : [`kept as     ${key_arn}`]),
    '',
  ]
    .map(visible)
    .join('\n');
}

function aboutLines(statement: ReportSignature['statement']): string[] {
  if ('run_id' in statement)
    return [`trade date  ${statement.trade_date}`, `run         ${statement.run_id}`];
  const { period, runs } = statement;
  return [
    `period      ${period}, ${runs.length === 0 ? 'no day of which was run' : counted(runs.length, 'day')}`,
    ...runs.flatMap(({ trade_date, run_id, report_sha256 }) => [
      `${trade_date}  run ${run_id}`,
      `            report as JSON ${report_sha256}`,
    ]),
  ];
}
