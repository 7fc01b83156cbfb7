import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { s3TrailSource } from '../src/security/cloudtrail/s3-trail-source.js';
import { verifyTrail } from '../src/security/cloudtrail/verify-trail.js';
import { openBucketReader } from '../src/store/open-bucket-reader.js';

/**
 * How many logs a second are verified from a server on this machine: `tsx bench/trail.ts LOGS RAW_BYTES LATENCY_MS`.
 *
 * References of the same run: one thread that only unzips and hashes the same bytes, and one log after the other at that latency.
 * Bars on 2 vCPU: 20 ms: 5,000 (20 kB) and 1,500 (200 kB) logs/s; 0 ms: 13,400 and 1,400; 256 MB flat over 100,000 logs.
 */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const [logs = 5000, raw_bytes = 20_000, latency_ms = 20] = process.argv.slice(2).map(Number);
type Served = { endpoint: string; now_ms: number; fingerprint: string; der: string; samples: string[] };

const child = fork(new URL('trail-server.ts', import.meta.url), [logs, raw_bytes, latency_ms].map(String), {
  execArgv: ['--import', 'tsx'],
});
const [served] = (await once(child, 'message')) as [Served];
let peak = 0;
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
try {
  const reader = await openBucketReader(
    { region: 'us-east-1', endpoint: served.endpoint, force_path_style: true },
    {
      now_ms: () => performance.now(),
      sleep: async (ms) => void (await sleep(ms)),
      random: Math.random,
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    },
  );
  const keys = [{ fingerprint: served.fingerprint, der: Buffer.from(served.der, 'base64') }];
  const source = s3TrailSource(reader, { publicKeys: () => Promise.resolve(keys) });
  const cpu = process.cpuUsage();
  const seconds = await timed(async () => {
    const request = { place: { bucket: 'trail-0', prefix: 'logs' }, range: { from_ms: null, to_ms: null } };
    const { findings, totals } = await verifyTrail({ source, now_ms: served.now_ms }, request);
    if (findings.length > 0 || totals.logs.valid !== logs)
      throw new Error(JSON.stringify(findings[0] ?? totals));
  });
  const { user, system } = process.cpuUsage(cpu);
  const rate = logs / seconds;
  const bare = hashingRate(served.samples.map((text) => Buffer.from(text, 'base64')));
  const sequential = latency_ms === 0 ? bare : 1000 / (latency_ms + 1000 / bare);
  console.log(
    `${logs} logs of ${raw_bytes} B at ${latency_ms} ms: ${seconds.toFixed(2)} s, ${rate.toFixed(0)} logs/s, ${((user + system) / 1e6).toFixed(2)} s of processor, peak ${(peak / 1e6).toFixed(0)} MB`,
  );
  console.log(
    `unzip and hash alone, one thread: ${bare.toFixed(0)} logs/s; ratio ${(rate / bare).toFixed(2)}`,
  );
  console.log(
    `one log after the other: ${sequential.toFixed(0)} logs/s; ratio ${(rate / sequential).toFixed(1)}`,
  );
} finally {
  clearInterval(watching);
  child.kill();
}

function hashingRate(samples: readonly Buffer[]): number {
  const started = performance.now();
  let done = 0;
  while (performance.now() - started < 500) {
    for (const sample of samples) createHash('sha256').update(gunzipSync(sample)).digest('hex');
    done += samples.length;
  }
  return done / ((performance.now() - started) / 1000);
}

async function timed(act: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await act();
  return (performance.now() - started) / 1000;
}
