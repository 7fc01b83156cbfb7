import type { ChangeLine, DeliverySource, ReportChanges } from '../../domain/generated/report.js';
import type { Run } from '../../domain/generated/run.js';

/** A run with what made rows of its deliveries. */
export type SourcedRun = { readonly run: Run; readonly sources: readonly DeliverySource[] };

type Kind = ChangeLine['kind'];

const KINDS: readonly Kind[] = [
  'program',
  'pattern',
  'sql',
  'setting',
  'scoring',
  'feed',
  'feed_spec',
  'schema',
  'canonicalizer',
  'input',
];

/**
 * What differs between a run and the one before it, by kind and name: program, patterns, settings, scoring, feeds, schemas.
 *
 * Inputs are only compared between runs of one trade date: those of another date are always others.
 */
export function listChanges(now: SourcedRun, before: SourcedRun | null): ReportChanges {
  if (before === null) return { since: null, lines: [] };
  const { run_id, trade_date, tapewarden_version } = before.run;
  const sameDay = trade_date === now.run.trade_date;
  const [old, fresh] = [factsOf(before, sameDay), factsOf(now, sameDay)];
  const lines = KINDS.flatMap((kind) => differences(kind, old[kind] ?? new Map(), fresh[kind] ?? new Map()));
  return { since: { run_id, trade_date, tapewarden_version }, lines };
}

type Facts = Partial<Record<Kind, Map<string, string>>>;

function factsOf({ run, sources }: SourcedRun, withInputs: boolean): Facts {
  const ofPatterns = (tell: (pattern: Run['patterns'][number]) => string) =>
    new Map(run.patterns.map((pattern) => [pattern.pattern_id, tell(pattern)]));
  const ofFeeds = (tell: (source: DeliverySource) => string) => {
    const values = new Map<string, Set<string>>();
    for (const source of sources) {
      values.set(source.feed, (values.get(source.feed) ?? new Set()).add(tell(source)));
    }
    return new Map([...values].map(([feed, all]) => [feed, [...all].sort().join(', ')]));
  };
  return {
    program: new Map([
      ['version', run.tapewarden_version],
      ...(run.code_sha256 === undefined ? [] : [['code', run.code_sha256] as const]),
    ]),
    pattern: ofPatterns(({ version }) => String(version)),
    sql: ofPatterns(({ sql_sha256 }) => sql_sha256),
    setting: new Map(
      run.patterns.flatMap(({ pattern_id, settings }) =>
        Object.entries(settings).map(([name, value]) => [`${pattern_id}.${name}`, value] as const),
      ),
    ),
    scoring: ofPatterns(({ scoring_sha256 }) => scoring_sha256),
    feed: ofFeeds(({ feed_version }) => String(feed_version)),
    feed_spec: ofFeeds(({ feed_spec_sha256 }) => feed_spec_sha256),
    schema: ofFeeds(({ schema_sha256 }) => schema_sha256),
    canonicalizer: ofFeeds(({ canonicalizer }) => String(canonicalizer)),
    ...(withInputs ? { input: new Map(run.inputs.map(({ key, sha256 }) => [key, sha256])) } : {}),
  };
}

function differences(
  kind: Kind,
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): ChangeLine[] {
  return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((name): ChangeLine[] => {
    const [old = null, fresh = null] = [before.get(name), now.get(name)];
    if (old === fresh) return [];
    const change = old === null ? 'added' : fresh === null ? 'gone' : 'changed';
    return [{ kind, name, change, before: old, now: fresh }];
  });
}
