import {
  type AdvancedEventSelector,
  CloudTrailClient,
  type CloudTrailClientConfig,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
  type GetTrailStatusCommandOutput,
  ListPublicKeysCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { TrailSettings } from '../../domain/generated/trail-verification.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { clientOptions } from '../../store/client-options.js';
import {
  type RetryLimits,
  type RetryMeans,
  retryWithJitter,
  TriedInVain,
} from '../../store/retry-with-jitter.js';
import { cloudTrailFailure, isTransientCloudTrail } from './cloudtrail-failure.js';
import type { PublicKey } from './public-key.js';
import type { KnownTrail, TrailRegistry } from './trail-registry.js';

export type RegistrySettings = {
  /** URL to call in every region in place of AWS's own. */
  endpoint?: string | undefined;
  limits?: RetryLimits | undefined;
  credentials?: CloudTrailClientConfig['credentials'];
};

const LIMITS: RetryLimits = { attempts: 8, first_wait_ms: 100, longest_wait_ms: 10_000, deadline_ms: 60_000 };
const ARN = /^arn:[a-z-]+:cloudtrail:([a-z0-9-]+):\d{12}:trail\/.+$/;

/** CloudTrail in every region that is asked for, with one client each. Credentials come from where AWS tools find them. */
export function openTrailRegistry(settings: RegistrySettings, means: RetryMeans): TrailRegistry {
  const clients = new Map<string, CloudTrailClient>();
  const clientOf = (region: string): CloudTrailClient => {
    const known = clients.get(region) ?? newClient(region, settings);
    clients.set(region, known);
    return known;
  };
  const call: Call = async (operation, region, act) => {
    const trial = { act: () => act(clientOf(region)), isTransient: isTransientCloudTrail };
    try {
      return await retryWithJitter(trial, settings.limits ?? LIMITS, means);
    } catch (error) {
      const [cause, attempts] = error instanceof TriedInVain ? [error.cause, error.attempts] : [error, 1];
      throw cloudTrailFailure({ operation, region, attempts }, cause);
    }
  };
  return {
    trail: (arn) => describeTrail(call, arn),
    publicKeys: (region, from_ms, to_ms) => listKeys(call, region, { from_ms, to_ms }),
  };
}

type Call = <Out>(
  operation: string,
  region: string,
  act: (client: CloudTrailClient) => Promise<Out>,
) => Promise<Out>;

function newClient(region: string, { endpoint, credentials }: RegistrySettings): CloudTrailClient {
  return new CloudTrailClient({
    ...clientOptions({ region, endpoint: endpoint ?? null }),
    ...(credentials === undefined ? {} : { credentials }),
  });
}

async function describeTrail(call: Call, arn: string): Promise<KnownTrail> {
  const region = ARN.exec(arn)?.[1];
  if (region === undefined) throw new OperationalFailure('cloudtrail-trail-unknown', { arn });
  const { trailList = [] } = await call('DescribeTrails', region, (client) =>
    client.send(new DescribeTrailsCommand({ trailNameList: [arn], includeShadowTrails: true })),
  );
  const trail = trailList.find(({ TrailARN }) => TrailARN === arn);
  if (trail?.S3BucketName === undefined) throw new OperationalFailure('cloudtrail-trail-unknown', { arn });
  const home = trail.HomeRegion ?? region;
  const status = await orNull(
    call('GetTrailStatus', home, (client) => client.send(new GetTrailStatusCommand({ Name: arn }))),
  );
  const selectors = await orNull(
    call('GetEventSelectors', home, (client) =>
      client.send(new GetEventSelectorsCommand({ TrailName: arn })),
    ),
  );
  return {
    name: trail.Name ?? arn.slice(arn.lastIndexOf('/') + 1),
    place: { bucket: trail.S3BucketName, prefix: (trail.S3KeyPrefix ?? '').replace(/\/$/, '') },
    settings: settingsOf(arn, trail, { status, selectors }),
  };
}

/** What may be refused without harm to the verification: the settings are then unknown. */
async function orNull<Out>(asked: Promise<Out>): Promise<Out | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OperationalFailure && error.code === 'cloudtrail-denied') return null;
    throw error;
  }
}

function settingsOf(
  arn: string,
  trail: Trail,
  {
    status,
    selectors,
  }: { status: GetTrailStatusCommandOutput | null; selectors: GetEventSelectorsCommandOutput | null },
): TrailSettings {
  return {
    arn,
    multi_region: trail.IsMultiRegionTrail ?? false,
    organization: trail.IsOrganizationTrail ?? false,
    validation: trail.LogFileValidationEnabled ?? false,
    kms_key: trail.KmsKeyId ?? null,
    logging: status?.IsLogging ?? null,
    delivery_error: status?.LatestDeliveryError ?? null,
    digest_delivery_error: status?.LatestDigestDeliveryError ?? null,
    management_events: selectors === null ? null : selects(selectors, 'Management'),
    data_events: selectors === null ? null : selects(selectors, 'Data'),
  };
}

/** Whether any selector records events of a category. */
function selects(
  { EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsCommandOutput,
  category: 'Management' | 'Data',
): boolean {
  return (
    EventSelectors.some((selector) => basicSelects(selector, category)) ||
    AdvancedEventSelectors.some((selector) => advancedSelects(selector, category))
  );
}

function basicSelects(
  { DataResources = [], IncludeManagementEvents }: EventSelector,
  category: string,
): boolean {
  return category === 'Data' ? DataResources.length > 0 : IncludeManagementEvents !== false;
}

function advancedSelects({ FieldSelectors = [] }: AdvancedEventSelector, category: string): boolean {
  return FieldSelectors.some(
    ({ Field, Equals = [] }) => Field === 'eventCategory' && Equals.includes(category),
  );
}

async function listKeys(
  call: Call,
  region: string,
  { from_ms, to_ms }: { from_ms: number; to_ms: number },
): Promise<readonly PublicKey[]> {
  const keys: PublicKey[] = [];
  let token: string | undefined;
  do {
    const input = { StartTime: new Date(from_ms), EndTime: new Date(to_ms), NextToken: token };
    const page = await call('ListPublicKeys', region, (client) =>
      client.send(new ListPublicKeysCommand(input)),
    );
    for (const { Value, Fingerprint, ValidityStartTime, ValidityEndTime } of page.PublicKeyList ?? []) {
      if (Value === undefined || Fingerprint === undefined) continue;
      const valid = {
        from_ms: ValidityStartTime?.getTime() ?? null,
        to_ms: ValidityEndTime?.getTime() ?? null,
      };
      keys.push({ fingerprint: Fingerprint, der: Value, valid });
    }
    token = page.NextToken;
  } while (token !== undefined);
  return keys;
}
