import type { Accounting, AccountingLine } from '../domain/generated/report.js';
import type { DeliveryOutcome } from '../domain/generated/run.js';
import type { Totals } from '../domain/generated/totals.js';

/**
 * The records of published deliveries, summed per feed (by name) and in total, each row with its own `balanced` flag.
 *
 * A row is balanced when each of its deliveries is, so that two opposite errors do not cancel. Refused deliveries are
 * only counted: nothing of them was published.
 */
export function accountForRecords(deliveries: readonly DeliveryOutcome[]): Accounting {
  const feeds = [...new Set(deliveries.map(({ feed }) => feed))].filter((feed) => feed !== null).sort();
  return {
    feeds: feeds.map((feed) =>
      accountingLine(
        feed,
        deliveries.filter((delivery) => delivery.feed === feed),
      ),
    ),
    total: accountingLine('', deliveries),
  };
}

function accountingLine(feed: string, deliveries: readonly DeliveryOutcome[]): AccountingLine {
  const published = deliveries.filter(({ status }) => status !== 'refused');
  const sum = (count: 'read' | 'accepted' | 'rejected' | 'duplicates') =>
    published.reduce((total, { totals }) => total + (totals?.[count] ?? 0), 0);
  return {
    feed,
    deliveries: published.length,
    refused: deliveries.length - published.length,
    read: sum('read'),
    accepted: sum('accepted'),
    rejected: sum('rejected'),
    duplicates: sum('duplicates'),
    balanced: published.every(({ totals }) => totals !== null && isBalanced(totals)),
  };
}

function isBalanced(totals: Totals): boolean {
  return totals.read === totals.accepted + totals.rejected + totals.duplicates;
}
