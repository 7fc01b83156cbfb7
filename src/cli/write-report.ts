import { type ReportSigner, type SignedReport, signReport } from '../report/sign-report.js';
import type { CliContext } from './cli-context.js';
import { jsonText } from './format-table.js';
import { placeOf } from './place-of.js';
import { writeDocument } from './write-document.js';

/** Writes the bytes of a report and, where somebody signs it, the signature beside it, and prints the name of each file. */
export async function writeReport(
  context: CliContext,
  file: string,
  { bytes, signer, about }: { bytes: Uint8Array; signer: ReportSigner | null; about: SignedReport },
): Promise<void> {
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    await writeDocument(name, content);
    context.process.stdout.write(`${placeOf(context, name)}\n`);
  };
  await write(file, bytes);
  if (signer === null) return;
  const signature = await signReport(bytes, { ...about, signed_at_ns: String(context.now_ns()) }, signer);
  await write(`${file}.sig.json`, jsonText(signature));
}
