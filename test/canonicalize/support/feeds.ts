import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { formatFeedProblem } from '../../../src/canonicalize/feed-problem.js';
import { loadFeedCatalogue } from '../../../src/canonicalize/load-feed-catalogue.js';
import { packageRoot } from '../../../src/domain/package-root.js';

const catalogue = await loadFeedCatalogue(path.join(packageRoot(), 'feeds'));

/** A shipped feed by name. */
export function shippedFeed(name: string): Feed {
  const feed = catalogue.feeds.find(({ spec }) => spec.feed === name);
  if (feed === undefined) throw new Error(`${name}: ${catalogue.problems.map(formatFeedProblem).join('\n')}`);
  return feed;
}

export const shippedFeeds: readonly Feed[] = catalogue.feeds;

/** A feed with parts of its specification replaced. */
export function changedFeed(feed: Feed, change: Partial<Feed['spec']>): Feed {
  const route = { ...feed, spec: { ...feed.spec, ...change } };
  return { ...route, routes: [route] };
}

export const acmeHeader =
  'ordId|seq|evt|ts|sym|side|type|tif|px|qty|acct|mkt|trd|parent|routed|dest|from|cap|trader|hand|unit';

/** One order event of the acme-orders feed; the number is order, second of 09:30, and price in cents. */
export function acmeLine(number: number, change: Readonly<Record<string, string>> = {}): string {
  const second = String(number).padStart(2, '0');
  const fields: Record<string, string> = {
    ordId: `A${number}`,
    seq: '1',
    evt: 'N',
    ts: `20261120-09:30:${second}.000000001`,
    sym: 'ZVZZT',
    side: '1',
    type: 'L',
    tif: 'D',
    px: String(100_0000 + number * 100),
    qty: '100',
    acct: 'AC-1',
    mkt: 'BATS',
    ...change,
  };
  return acmeHeader
    .split('|')
    .map((name) => fields[name] ?? '')
    .join('|');
}

/** The trailer of an acme-orders file of which each record has a quantity of 100, unless told otherwise. */
export function acmeTrailer(count: number, change: { date?: string; sum?: string } = {}): string {
  return `TRAILER|${change.date ?? '20261120'}|${count}|${change.sum ?? String(count * 100)}`;
}

/** Bytes of lines, ended by LF each, as gzip. */
export function gzipLines(lines: readonly string[]): Buffer {
  return gzipSync(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8'));
}

/** A whole acme-orders file of the given records. */
export function acmeFile(records: readonly string[]): Buffer {
  return gzipLines([acmeHeader, ...records, acmeTrailer(records.length)]);
}

export const acmeName = 'acme-orders-20261120.psv.gz';
