import { createHash } from 'node:crypto';
import type { TrailVerification } from '../../domain/generated/trail-verification.js';
import { type ChainId, chainName } from './digest-key.js';
import { type Gap, hoursDue, utc } from './link-chain.js';
import { isStopOf } from './stop-events.js';
import { formatTrailFinding, type TrailFinding, trailFinding } from './trail-finding.js';
import type { TrailMeans, TrailRequest } from './trail-request.js';
import type { ObjectVerdict, StopEvent } from './trail-verdict.js';
import { addCounts, type Counts, count, noCounts } from './verdict-counts.js';

const HOUR_MS = 3_600_000;
const HASHED_AT_ONCE = 65_536;

/** One chain of the document while it is counted. */
export type TalliedChain = TrailVerification['chains'][number] & { digests: Counts; logs: Counts };

type TalliedGap = { chain: TalliedChain; gap: Gap; owner: string | null };

/** All that a verification has found so far, from which its document is made. */
export class TrailTally {
  readonly findings: TrailFinding[] = [];
  readonly #request: TrailRequest;
  readonly #means: Pick<TrailMeans, 'now_ms' | 'onVerdict'>;
  readonly #chains: TalliedChain[] = [];
  readonly #gaps: TalliedGap[] = [];
  readonly #stops: StopEvent[] = [];
  readonly #verdicts = createHash('sha256');
  /** Verdicts that are not hashed yet. */
  #told = '';
  #unnamed = 0;

  constructor(request: TrailRequest, means: Pick<TrailMeans, 'now_ms' | 'onVerdict'>) {
    this.#request = request;
    this.#means = means;
  }

  chain({ account, region, trail, home_region, kind }: ChainId): TalliedChain {
    const id = { account, region, trail, home_region, kind };
    const counts = { digests: noCounts(), logs: noCounts(), missing_hours: 0 };
    const chain = { ...id, first: null, last: null, ...counts, head: null };
    this.#chains.push(chain);
    return chain;
  }

  verdict(chain: TalliedChain, object: ObjectVerdict): void {
    count(object.what === 'log' ? chain.logs : chain.digests, object.verdict);
    const code = object.finding?.code ?? '';
    this.#told += `${object.what}\t${object.bucket}/${object.key}\t${object.verdict}\t${code}\n`;
    if (this.#told.length > HASHED_AT_ONCE) this.#hashTold();
    if (object.finding !== null) this.findings.push(object.finding);
    this.#means.onVerdict?.(object);
  }

  #hashTold(): void {
    this.#verdicts.update(this.#told);
    this.#told = '';
  }

  stops(stops: readonly StopEvent[]): void {
    this.#stops.push(...stops);
  }

  /** `owner` is the account of the trail, null where it is any account of an organization. */
  gaps(chain: TalliedChain, { gaps, owner }: { gaps: readonly Gap[]; owner: string | null }): void {
    this.#gaps.push(...gaps.map((gap) => ({ chain, gap, owner })));
  }

  /** Objects that no digest names. */
  unnamed(findings: readonly TrailFinding[]): void {
    this.#unnamed += findings.length;
    this.findings.push(...findings);
  }

  /** There is neither a digest nor a log in the whole place. */
  nothingFound(): void {
    const { bucket, prefix } = this.#request.place;
    const uri = `s3://${[bucket, prefix].filter((part) => part !== '').join('/')}`;
    this.findings.push(
      trailFinding('digests-absent', uri, { account: 'of any number', region: 'any region', logs: 0 }),
    );
  }

  #judgeSettings(): void {
    const { settings } = this.#request;
    if (settings === undefined || settings === null) return;
    const { arn, validation, logging, delivery_error, digest_delivery_error } = settings;
    if (!validation) this.findings.push(trailFinding('validation-off', arn, {}));
    if (logging === false) this.findings.push(trailFinding('trail-stopped', arn, {}));
    const errors = { logs: delivery_error, digests: digest_delivery_error } as const;
    for (const what of ['logs', 'digests'] as const) {
      const error = errors[what];
      if (error !== null) this.findings.push(trailFinding('delivery-failing', arn, { what, error }));
    }
  }

  document(): TrailVerification {
    this.#judgeSettings();
    this.#hashTold();
    const gaps = this.#gaps.map((gap) => this.#judgeGap(gap));
    const { place, range } = this.#request;
    return {
      format: 1,
      bucket: place.bucket,
      prefix: place.prefix,
      from: range.from_ms === null ? null : utc(range.from_ms),
      to: range.to_ms === null ? null : utc(range.to_ms),
      trail: this.#request.settings ?? null,
      chains: this.#chains,
      totals: this.#totals(),
      gaps,
      verdicts_sha256: this.#verdicts.digest('hex'),
      findings: this.findings.map((finding) => ({
        code: finding.code,
        uri: finding.uri,
        message: formatTrailFinding(finding),
        data: finding.data,
      })),
    };
  }

  /** A stop is recorded in the home region and maybe by another account, so that gaps are judged when all is read. */
  #judgeGap({ chain, gap: { from_ms, to_ms }, owner }: TalliedGap): TrailVerification['gaps'][number] {
    const until_ms = to_ms ?? this.#means.now_ms;
    // A trail that logs now was started again, and its digests are due again.
    const goes_on = to_ms === null && this.#request.settings?.logging === true;
    const stop = this.#stops.find(
      (one) =>
        !goes_on &&
        isStopOf(one, { ...chain, owner: this.#ownerIn(owner) }) &&
        one.at_ms > from_ms - 2 * HOUR_MS &&
        one.at_ms <= until_ms,
    );
    const name = chainName(chain);
    const gap = { chain: name, from: utc(from_ms), to: to_ms === null ? null : utc(to_ms) };
    if (stop !== undefined) return { ...gap, explained_by: stop.event_id };
    if (to_ms === null) this.#tailMissing(chain, from_ms);
    else this.findings.push(trailFinding('logging-gap', name, { from: gap.from, to: utc(to_ms) }));
    return { ...gap, explained_by: null };
  }

  /** An ARN tells whose trail it is; the chains of an organization's trail lie in the accounts of others. */
  #ownerIn(chain_owner: string | null): string | null {
    return (
      /^arn:[^:]*:cloudtrail:[^:]*:(\d{12}):/.exec(this.#request.settings?.arn ?? '')?.[1] ?? chain_owner
    );
  }

  #tailMissing(chain: TalliedChain, from_ms: number): void {
    const hours = hoursDue(from_ms, { range: this.#request.range, now_ms: this.#means.now_ms });
    chain.missing_hours += hours;
    const to = utc(from_ms + hours * HOUR_MS);
    const data = { hours, from: utc(from_ms), to, at: 'tail' } as const;
    this.findings.push(trailFinding('digests-missing', chainName(chain), data));
  }

  #totals(): TrailVerification['totals'] {
    const totals = { digests: noCounts(), backfill_digests: noCounts(), logs: noCounts(), missing_hours: 0 };
    for (const chain of this.#chains) {
      addCounts(chain.kind === 'backfill' ? totals.backfill_digests : totals.digests, chain.digests);
      addCounts(totals.logs, chain.logs);
      totals.missing_hours += chain.missing_hours;
    }
    return { ...totals, unnamed_objects: this.#unnamed };
  }
}
