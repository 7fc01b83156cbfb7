/** A chain of digests: one per account, region in which events happened, trail, and kind. */
export type ChainId = {
  account: string;
  /** Region whose events the digests cover. */
  region: string;
  trail: string;
  /** Region in which the trail was made; differs from `region` in shadow regions of a multi-region trail. */
  home_region: string;
  kind: 'standard' | 'backfill';
};

/** What the key of a digest says. */
export type DigestKey = ChainId & { key: string; end_ms: number };

/** Where the objects of a trail lie: a bucket, and what is before `AWSLogs` without `/` at its end, empty where nothing is. */
export type TrailPlace = { bucket: string; prefix: string };

/** One account and region in a place; `org_id` is `o-…` of an organization's trail. */
export type TrailArea = TrailPlace & { org_id: string | null; account: string; region: string };

const NAME =
  /^(\d{12})_CloudTrail-Digest_([a-z]{2}(?:-[a-z]+)+-\d)_([A-Za-z0-9._-]+)_([a-z]{2}(?:-[a-z]+)+-\d)_(\d{8}T\d{6}Z)(_backfill)?\.json\.gz$/;
const LOG_NAME = /\/\d{12}_CloudTrail_[a-z0-9-]+_(\d{8}T\d{4}Z)_[A-Za-z0-9]+\.json\.gz$/;
const DAY_MS = 86_400_000;

/** What the key of an object under `CloudTrail-Digest` says; null where it is not named as a digest. */
export function parseDigestKey(key: string): DigestKey | null {
  const match = NAME.exec(key.slice(key.lastIndexOf('/') + 1));
  if (match === null) return null;
  const [, account = '', region = '', trail = '', home_region = '', stamp = '', backfill] = match;
  const end_ms = stampMs(stamp);
  if (Number.isNaN(end_ms)) return null;
  const kind = backfill === undefined ? 'standard' : 'backfill';
  return { key, account, region, trail, home_region, kind, end_ms };
}

/** The minute in which a log was delivered, as its key says, milliseconds since 1970; null where it is not named as a log. */
export function logMinute(key: string): number | null {
  const stamp = LOG_NAME.exec(key)?.[1];
  if (stamp === undefined) return null;
  const ms = stampMs(`${stamp.slice(0, 13)}00Z`);
  return Number.isNaN(ms) ? null : ms;
}

function stampMs(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** The folder of accounts, or with an organization that of its accounts; ends with `/`. */
export function accountsFolder({ prefix }: TrailPlace, org_id: string | null): string {
  return `${prefix === '' ? '' : `${prefix}/`}AWSLogs/${org_id === null ? '' : `${org_id}/`}`;
}

/** The folder of an account's digests or logs, with a folder for each region below; ends with `/`. */
export function kindFolder(of: Omit<TrailArea, 'region'>, kind: 'digests' | 'logs'): string {
  const name = kind === 'digests' ? 'CloudTrail-Digest' : 'CloudTrail';
  return `${accountsFolder(of, of.org_id)}${of.account}/${name}/`;
}

/** What is before `AWSLogs` in a key; null where it has no such part. */
export function prefixOf(key: string): string | null {
  return (
    /^(?:(.*)\/)?AWSLogs\//
      .exec(key)
      ?.slice(1)
      .map((prefix: string | undefined) => prefix ?? '')[0] ?? null
  );
}

/** The organization's id that is in a key; null where none is. */
export function organizationOf(key: string): string | null {
  return /(?:^|\/)AWSLogs\/(o-[a-z0-9]+)\//.exec(key)?.[1] ?? null;
}

/** `yyyy/MM/dd/` of the day in which an instant lies, as keys have it. */
export function dayFolder(ms: number): string {
  return `${new Date(Math.floor(ms / DAY_MS) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}

/** `account/region/trail/kind`, under which a chain is told. */
export function chainName({ account, region, trail, kind }: ChainId): string {
  return `${account}/${region}/${trail}/${kind}`;
}
