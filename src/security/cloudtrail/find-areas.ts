import {
  accountsFolder,
  kindFolder,
  organizationOf,
  parseDigestKey,
  type TrailArea,
  type TrailPlace,
} from './digest-key.js';
import type { Anchor } from './link-chain.js';
import type { TrailSource } from './trail-source.js';

/** Which accounts and regions are verified; all that the bucket has where none are named. */
export type AreaChoice = {
  accounts?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  /** Where an earlier run ended, by `chainName`. */
  anchors?: ReadonlyMap<string, Anchor> | undefined;
  /** The only trail that is verified; all of them without. */
  trail?: string | undefined;
};

/**
 * The accounts and regions of a place, with digests or only with logs, sorted; also those that are chosen and not there, and
 * those in which an earlier run ended: of what was wiped out no folder is left.
 *
 * Accounts of organizations are found below the folders of these.
 */
export async function findAreas(
  source: TrailSource,
  place: TrailPlace,
  choice: AreaChoice,
): Promise<TrailArea[]> {
  const top = await source.folders(place.bucket, accountsFolder(place, null));
  const organizations = top.filter((name) => /^o-[a-z0-9]+$/.test(name));
  const areas: TrailArea[] = [];
  const seen = new Set<string>();
  for (const org_id of [null, ...organizations]) {
    const names = org_id === null ? top : await source.folders(place.bucket, accountsFolder(place, org_id));
    const accounts = names.filter((name) => /^\d{12}$/.test(name));
    for (const account of accounts.filter((name) => choice.accounts?.includes(name) ?? true)) {
      seen.add(account);
      areas.push(...(await areasOf(source, { ...place, org_id, account }, choice.regions)));
    }
  }
  const absent = (choice.accounts ?? []).filter((account) => !seen.has(account));
  for (const account of absent) {
    const regions = choice.regions ?? ['any region'];
    areas.push(...regions.map((region) => ({ ...place, org_id: null, account, region })));
  }
  const known = new Set(areas.map(nameOf));
  for (const area of anchoredAreas(place, choice)) {
    if (!known.has(nameOf(area))) areas.push(area);
    known.add(nameOf(area));
  }
  return areas.sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
}

function nameOf({ account, region, org_id }: TrailArea): string {
  return `${account} ${region} ${org_id ?? ''}`;
}

function anchoredAreas(place: TrailPlace, { anchors, accounts, regions, trail }: AreaChoice): TrailArea[] {
  const areas: TrailArea[] = [];
  for (const { key } of anchors?.values() ?? []) {
    const id = parseDigestKey(key);
    const wanted =
      id !== null &&
      id.trail === (trail ?? id.trail) &&
      (accounts?.includes(id.account) ?? true) &&
      (regions?.includes(id.region) ?? true);
    if (wanted) areas.push({ ...place, org_id: organizationOf(key), account: id.account, region: id.region });
  }
  return areas;
}

async function areasOf(
  source: TrailSource,
  of: Omit<TrailArea, 'region'>,
  chosen: readonly string[] | undefined,
): Promise<TrailArea[]> {
  const digests = await source.folders(of.bucket, kindFolder(of, 'digests'));
  const logs = await source.folders(of.bucket, kindFolder(of, 'logs'));
  const regions = chosen ?? [...new Set([...digests, ...logs])];
  return regions.map((region) => ({ ...of, region }));
}
