import path from 'node:path';
import { buildFeedback } from '../../canonicalize/feedback/build-feedback.js';
import { feedbackCsv } from '../../canonicalize/feedback/feedback-csv.js';
import { readAllChains } from '../../lake/quarantine/find-delivered.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadFeeds, loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { findDelivery } from '../find-published.js';
import { counted, jsonText } from '../format-table.js';
import { placeOf } from '../place-of.js';
import { writeDocument } from '../write-document.js';

type FeedbackFlags = ProjectFlags & {
  readonly delivery: string;
  readonly date?: string;
  readonly format: 'csv' | 'json';
  readonly out?: string;
};

/** Writes what the broker of one delivery must act on, to a file or to the standard output. */
export async function quarantineFeedback(context: CliContext, flags: FeedbackFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const found = findDelivery(await readAllChains(store), flags.delivery, flags.date);
  const feeds = await loadFeeds(project);
  const feedback = await inProcessFolder(project.work, (work) =>
    buildFeedback({ store, work, feeds }, found),
  );
  const text = flags.format === 'json' ? jsonText(feedback) : feedbackCsv(feedback);
  if (flags.out === undefined) {
    context.process.stdout.write(text);
    return EXIT.clear;
  }
  const file = path.resolve(context.cwd, flags.out);
  await writeDocument(file, text);
  const { refusals, records } = feedback;
  const what = refusals.length > 0 ? 'the refusal' : counted(records.length, 'faulty record');
  context.process.stderr.write(`${what} in ${placeOf(context, file)}\n`);
  return EXIT.clear;
}
