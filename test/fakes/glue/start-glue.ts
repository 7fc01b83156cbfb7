import { onTestFinished } from 'vitest';
import type { Catalog } from '../../../src/lake/catalog/catalog.js';
import { openGlueCatalog } from '../../../src/lake/catalog/open-glue-catalog.js';
import { FakeGlue } from './fake-glue.js';

/** Keys that open nothing, for the client to sign with. */
export const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'fake', AWS_SECRET_ACCESS_KEY: 'fake' };

/** A fake that goes with the test. */
export async function startGlue(page?: number): Promise<FakeGlue> {
  Object.assign(process.env, CREDENTIALS);
  const glue = await FakeGlue.start(page);
  onTestFinished(() => glue.stop());
  return glue;
}

/** Adapter on a fake, with waits that are over at once; `waits` gets their lengths. */
export function catalogOn(
  glue: FakeGlue,
  change: { attempts?: number; timeout_ms?: number; waits?: number[] } = {},
): Catalog {
  const pause = (ms: number): Promise<void> => {
    change.waits?.push(ms);
    return Promise.resolve();
  };
  return openGlueCatalog(
    { database: 'surveillance', region: 'us-east-1', endpoint: glue.endpoint },
    { attempts: change.attempts ?? 8, pause, random: () => 0.5 },
    change.timeout_ms,
  );
}
