import { setTimeout as sleep } from 'node:timers/promises';
import type { RetryMeans } from '../store/retry-with-jitter.js';

/** The clock and the chance of this machine, for calls that are tried again. */
export const retryMeans: RetryMeans = {
  now_ms: () => performance.now(),
  sleep: async (ms) => void (await sleep(ms)),
  random: Math.random,
};
