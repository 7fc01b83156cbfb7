import { onTestFinished } from 'vitest';
import type { Catalog } from '../../../src/lake/catalog/catalog.js';
import { openGlueCatalog } from '../../../src/lake/catalog/open-glue-catalog.js';
import type { RetryLimits, RetryMeans } from '../../../src/store/retry-with-jitter.js';
import { FakeGlue } from './fake-glue.js';

/** Keys that open nothing, for the client to sign with. */
const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'fake',
  AWS_SECRET_ACCESS_KEY: 'fake',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** A fake that goes with the test. */
export async function startGlue(page?: number): Promise<FakeGlue> {
  Object.assign(process.env, ENVIRONMENT);
  const glue = await FakeGlue.start(page);
  onTestFinished(() => glue.stop());
  return glue;
}

/** Time that stands still, waits that are over at once, of which `waits` gets the lengths, and chance in the middle. */
export function retryMeans(waits: number[] = []): RetryMeans {
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  return { now_ms: () => 0, sleep, random: () => 0.5 };
}

/** Limits of retries as the adapter has them, but for the number of attempts. */
export function retryLimits(attempts: number): RetryLimits {
  return { attempts, first_wait_ms: 100, longest_wait_ms: 10_000, deadline_ms: 60_000 };
}

/** Adapter on a fake. */
export function catalogOn(
  glue: FakeGlue,
  change: { attempts?: number; timeout_ms?: number; waits?: number[] } = {},
): Catalog {
  return openGlueCatalog(
    {
      database: 'surveillance',
      region: 'us-east-1',
      endpoint: glue.endpoint,
      ...(change.timeout_ms === undefined ? {} : { timeout_ms: change.timeout_ms }),
    },
    retryMeans(change.waits),
    retryLimits(change.attempts ?? 8),
  );
}
