import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../domain/package-root.js';

/** A relation that linkage makes, with its query under linkage/; a view where it is read in few places or costs nothing. */
export type LinkageStep = { readonly name: string; readonly as: 'table' | 'view'; readonly sql: string };

const before = {
  exact_duplicates: 'table',
  key_claims: 'table',
  refused_events: 'table',
  day_keys: 'table',
  order_refs: 'table',
  carried_keys: 'table',
  order_keys: 'view',
  resolved_refs: 'view',
  route_sends: 'table',
  route_receipts: 'table',
  route_links: 'table',
  reporters: 'table',
  lost_routes: 'table',
  partnerless_routes: 'table',
  exchanges: 'table',
  route_faults: 'table',
  route_codes: 'table',
  trade_claims: 'table',
  tape_prints: 'table',
  trade_links: 'table',
  trade_faults: 'table',
  allocation_claims: 'table',
  order_parents: 'table',
} as const;

const after = {
  order_roots: 'table',
  lifecycle_events: 'view',
  lifecycle_sums: 'table',
  reported_sums: 'table',
  changed_quantities: 'table',
  last_keys: 'table',
  order_lifecycles: 'table',
  event_orders: 'view',
  order_links: 'view',
  linkage_faults: 'view',
  linkage_errors: 'table',
} as const;

/** The steps before and after the ancestors of orders are climbed, in the order in which they are made. */
export async function loadLinkageSteps(): Promise<{ before: LinkageStep[]; after: LinkageStep[] }> {
  return { before: await loadSteps(before), after: await loadSteps(after) };
}

async function loadSteps(steps: Readonly<Record<string, LinkageStep['as']>>): Promise<LinkageStep[]> {
  const folder = path.join(packageRoot(), 'linkage');
  return Promise.all(
    Object.entries(steps).map(async ([name, as]) => ({
      name,
      as,
      sql: await readFile(path.join(folder, `${name}.sql`), 'utf8'),
    })),
  );
}
