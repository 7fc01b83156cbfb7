import path from 'node:path';
import type { TrailVerification } from '../../domain/generated/trail-verification.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import type { TrailFlags } from '../../project/open-trail.js';
import { type OpenedTrail, openTrail } from '../../project/open-trail.js';
import { loadProject } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { isSound } from '../../security/cloudtrail/is-sound.js';
import { TrailSaver } from '../../security/cloudtrail/save-trail.js';
import type { TrailMeans, TrailRequest } from '../../security/cloudtrail/trail-request.js';
import { verifyTrail } from '../../security/cloudtrail/verify-trail.js';
import type { CliContext } from '../cli-context.js';
import { jsonText } from '../format-table.js';
import { keepAudit } from '../keep-audit.js';
import { readAnchors } from '../read-anchors.js';
import { summaryLines, verdictLine } from '../trail-lines.js';
import { TrailState } from '../trail-state.js';
import { trailSummary, trailText } from '../trail-text.js';

type VerifyFlags = TrailFlags & {
  readonly json: boolean;
  readonly record: boolean;
  readonly lake?: string;
  readonly lines: boolean;
  readonly start?: string;
  readonly end?: string;
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly profile?: string;
  readonly anchor?: string;
  readonly save?: string;
  readonly state?: string;
};

/** Verifies a trail by account and region; exit code findings unless every object of at least one chain is as CloudTrail delivered it. */
export async function auditVerify(context: CliContext, flags: VerifyFlags): Promise<ExitCode> {
  refuseUnclear(flags);
  const project = await loadProject(context, {
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    ...(flags.lake === undefined ? {} : { lake: flags.lake }),
  });
  const opened = await openTrail(context, project, flags);
  const request = await requestOf(context, flags, opened);
  const { cwd } = context;
  const saver =
    flags.save === undefined ? null : new TrailSaver(opened.source, path.resolve(cwd, flags.save));
  const state = flags.state === undefined ? null : await TrailState.open(path.resolve(cwd, flags.state));
  const { stdout } = context.process;
  const document = await verifyTrail(
    {
      ...(state === null ? {} : resumed(state)),
      source: saver?.source ?? opened.source,
      now_ms: opened.now_ms,
      onVerdict: flags.lines ? (verdict) => stdout.write(verdictLine(verdict)) : undefined,
    },
    request,
  );
  await saver?.finish({ saved_at: opened.now_ms, ...headOf(request) });
  await state?.finish();
  print(context, flags, document);
  const sound = isSound(document, request);
  if (flags.record) await keepAudit(context, project, { kind: 'trail', sound, result: document });
  return sound ? EXIT.clear : EXIT.findings;
}

function resumed(state: TrailState): Pick<TrailMeans, 'known' | 'onOutcome'> {
  return { known: (...of) => state.known(...of), onOutcome: (outcome) => state.add(outcome) };
}

function print(
  { process, width }: CliContext,
  { json, lines }: VerifyFlags,
  document: TrailVerification,
): void {
  if (json) process.stdout.write(jsonText(document));
  else process.stdout.write(lines ? summaryLines(document) : trailText(document, width));
  if (!lines) process.stderr.write(trailSummary(document));
}

function refuseUnclear({ json, lines, save, state, start, end }: VerifyFlags): void {
  const refuse = (expected: string, code: string): never => {
    throw new Refusal(EXIT.usage, [`it is not clear what is meant, expected ${expected} [${code}]`]);
  };
  if (json && lines) refuse('--json or --lines, not both', 'output-unclear');
  if (save !== undefined && state !== undefined) {
    refuse(
      '--save or --state, not both: what a state knows is not read again and could not be saved',
      'save-unclear',
    );
  }
  if (start !== undefined && end !== undefined && start >= end)
    refuse('an --end after --start', 'range-unclear');
}

async function requestOf(
  context: CliContext,
  flags: VerifyFlags,
  { place, name, settings, saved }: OpenedTrail,
): Promise<TrailRequest> {
  const anchors =
    flags.anchor === undefined ? undefined : await readAnchors(path.resolve(context.cwd, flags.anchor));
  const ends = [...(anchors?.values() ?? [])].map(({ end_ms }) => end_ms);
  const since = ends.length === 0 ? (saved?.from ?? null) : Math.min(...ends);
  const from_ms = flags.start === undefined ? since : Date.parse(flags.start);
  const to_ms = flags.end === undefined ? (saved?.to ?? null) : Date.parse(flags.end);
  return {
    ...{ place, trail: name, settings, anchors, range: { from_ms, to_ms } },
    accounts: flags.account ?? saved?.accounts ?? undefined,
    regions: flags.region ?? saved?.regions ?? undefined,
  };
}

function headOf({ place, range, accounts, regions, trail, settings }: TrailRequest) {
  return {
    ...place,
    ...{ from: range.from_ms, to: range.to_ms, name: trail ?? null, settings: settings ?? null },
    accounts: accounts === undefined ? null : [...accounts],
    regions: regions === undefined ? null : [...regions],
  };
}
