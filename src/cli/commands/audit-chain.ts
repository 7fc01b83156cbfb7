import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import { documentFault } from '../../domain/document-fault.js';
import type { EvidenceChain } from '../../domain/generated/evidence-chain.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import type { TrailFlags } from '../../project/open-trail.js';
import { openTrail } from '../../project/open-trail.js';
import { loadFeeds, loadPatterns, loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { systemReason } from '../../project/system-failure.js';
import { chainPage } from '../../report/chain/chain-page.js';
import type { ChainStep } from '../../report/chain/chain-step.js';
import { checkChain } from '../../report/chain/check-chain.js';
import { renderPageHtml } from '../../report/render-page-html.js';
import { chainMeans } from '../chain-means.js';
import type { CliContext } from '../cli-context.js';
import { findAlert } from '../find-run.js';
import { counted, formatTable, grouped, jsonText } from '../format-table.js';
import { loadEvidenceChain } from '../load-evidence-chain.js';
import { openVerifiedTrail } from '../open-verified-trail.js';
import { writeDocument } from '../write-document.js';

type ChainFlags = ProjectFlags &
  TrailFlags & { readonly json: boolean; readonly out?: string; readonly check?: string };

/**
 * Follows one alert down to the signatures of AWS, or checks a document that did so; exit code findings unless every link holds.
 */
export async function auditChain(context: CliContext, flags: ChainFlags, id?: string): Promise<ExitCode> {
  if ((id === undefined) === (flags.check === undefined)) {
    throw new Refusal(EXIT.usage, [
      'it is not clear what to follow, expected either an alert or --check with a document [chain-unclear]',
    ]);
  }
  const work = path.join(tmpdir(), `tapewarden-chain-${context.new_write_id()}`);
  const chain =
    flags.check === undefined
      ? await followAlert(context, flags, String(id))
      : await readChain(path.resolve(context.cwd, flags.check));
  const steps = await checkChain(chain, chainMeans(work)).finally(() =>
    rm(work, { recursive: true, force: true }),
  );
  if (flags.out !== undefined) {
    const file = path.resolve(context.cwd, flags.out);
    await writeDocument(`${file}.json`, jsonText(chain));
    await writeDocument(`${file}.html`, await renderPageHtml(chainPage(chain, steps)));
  }
  context.process.stdout.write(flags.json ? jsonText(steps) : stepsText(steps, context.width));
  context.process.stderr.write(summaryOf(steps));
  return steps.every(({ state }) => state === 'confirmed') ? EXIT.clear : EXIT.findings;
}

async function followAlert(context: CliContext, flags: ChainFlags, id: string): Promise<EvidenceChain> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const { run, alert } = await findAlert(store, id);
  const { trail, bucket, prefix, copy, keys } = flags;
  const named = [trail, bucket, prefix, copy, keys, project.trail.arn].some((one) => one !== undefined);
  const sources = {
    store,
    lake: project.lake,
    feeds: await loadFeeds(project),
    patterns: await loadPatterns(project),
    work: path.join(project.work, 'chain'),
    openTrail: named ? openVerifiedTrail(await openTrail(context, project, flags)) : null,
  };
  return loadEvidenceChain(sources, run, alert);
}

async function readChain(file: string): Promise<EvidenceChain> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new OperationalFailure(
      'file-unreadable',
      { path: file, reason: systemReason(error) },
      { cause: error },
    );
  }
  const document = parsed(text);
  const fault = document === undefined ? 'it is no JSON' : await documentFault('evidence-chain', document);
  if (fault === null) return document as EvidenceChain;
  throw new Refusal(EXIT.invalid_spec, [
    `${file}: is no evidence chain (${fault}), expected the JSON that tapewarden audit chain --out writes [chain-invalid]`,
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const LINKS = ['alert', 'row', 'line', 'object', 'write', 'log', 'digest'] as const;

/** Links counted, then one by one those that do not hold. */
function stepsText(steps: readonly ChainStep[], width: number): string {
  const columns = [
    { title: 'link' },
    ...(['confirmed', 'broken', 'missing'] as const).map((title) => ({ title, align: 'right' as const })),
  ];
  const rows = LINKS.map((link) => {
    const own = steps.filter((step) => step.link === link);
    const count = (state: ChainStep['state']) => grouped(own.filter((step) => step.state === state).length);
    return [link, count('confirmed'), count('broken'), count('missing')];
  });
  const loose = steps
    .filter(({ state }) => state !== 'confirmed')
    .map(({ link, of, state, says }) => `${state}  ${link}  ${visible(of)}: ${visible(says)}\n`);
  return [formatTable(columns, rows, width), ...loose].join('');
}

function summaryOf(steps: readonly ChainStep[]): string {
  const loose = steps.filter(({ state }) => state !== 'confirmed').length;
  if (loose === 0) return `every one of ${counted(steps.length, 'link')} holds\n`;
  return `${grouped(loose)} of ${counted(steps.length, 'link')} cannot be confirmed\n`;
}
