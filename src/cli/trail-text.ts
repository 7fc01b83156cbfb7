import { visible } from '../domain/diagnostic.js';
import type { TrailVerification, VerdictCounts } from '../domain/generated/trail-verification.js';
import { counted, formatTable, grouped } from './format-table.js';

/** Chains as a table, then each finding in a sentence. */
export function trailText({ chains, findings }: TrailVerification, width: number): string {
  const ratio = ({ valid, total }: VerdictCounts): string => `${grouped(valid)}/${grouped(total)}`;
  const rows = chains.map(({ account, region, trail, kind, ...chain }) => [
    ...[account, region, trail, kind, ratio(chain.digests), ratio(chain.logs)],
    ...[grouped(chain.missing_hours), chain.last ?? ''],
  ]);
  const columns = [
    ...['account', 'region', 'trail', 'kind'].map((title) => ({ title })),
    ...['digests', 'logs', 'missing h'].map((title) => ({ title, align: 'right' as const })),
    { title: 'verified to' },
  ];
  const table = rows.length === 0 ? '' : formatTable(columns, rows, width);
  return [table, ...findings.map(({ message }) => `${visible(message)}\n`)].join('');
}

/** The counts in a few lines; each of them adds up. */
export function trailSummary(document: TrailVerification): string {
  const { totals, gaps, findings, trail } = document;
  const explained = gaps.filter(({ explained_by }) => explained_by !== null).length;
  return [
    `range     ${document.from ?? 'the beginning'} to ${document.to ?? 'now'}, s3://${visible([document.bucket, document.prefix].filter((part) => part !== '').join('/'))}`,
    ...(trail === null ? [] : [`trail     ${visible(trail.arn)}, ${stateOf(trail)}`]),
    `digests   ${countsText(totals.digests)}`,
    `backfill  ${countsText(totals.backfill_digests)}`,
    `logs      ${countsText(totals.logs)}`,
    `missing   ${counted(totals.missing_hours, 'hour')}`,
    `gaps      ${grouped(gaps.length)}, of which a stop explains ${grouped(explained)}`,
    `unnamed   ${grouped(totals.unnamed_objects)}`,
    `findings  ${grouped(findings.length)}`,
    '',
  ].join('\n');
}

function stateOf({
  logging,
  data_events,
  organization,
  multi_region,
}: NonNullable<TrailVerification['trail']>): string {
  const parts = [
    logging === null ? 'logging unknown' : logging ? 'logging' : 'stopped',
    multi_region ? 'every region' : 'one region',
    ...(organization ? ['organization'] : []),
    data_events === null ? 'selectors unknown' : data_events ? 'with data events' : 'without data events',
  ];
  return parts.join(', ');
}

function countsText({ total, valid, invalid, unverifiable, unverified }: VerdictCounts): string {
  const others = Object.entries({ invalid, unverifiable, unverified }).filter(([, count]) => count > 0);
  return [
    `${grouped(valid)} of ${grouped(total)} valid`,
    ...others.map(([name, count]) => `${grouped(count)} ${name}`),
  ].join(', ');
}
