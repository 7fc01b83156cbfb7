import { vi } from 'vitest';

/** The time of this process's handlers, led by whoever has a virtual clock; that of `vi.restoreAllMocks` again afterwards. */
export function virtualClock(): { set: (now_ms: number) => void } {
  const real = process.hrtime.bigint.bind(process.hrtime);
  let ahead_ns = 0n;
  vi.spyOn(process.hrtime, 'bigint').mockImplementation(() => real() + ahead_ns);
  return {
    set: (now_ms) => {
      ahead_ns = BigInt(Math.round(now_ms - Date.now())) * 1_000_000n;
    },
  };
}
