import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { s3TrailSource } from '../src/security/cloudtrail/s3-trail-source.js';
import type { TrailSource } from '../src/security/cloudtrail/trail-source.js';
import { verifyTrail } from '../src/security/cloudtrail/verify-trail.js';
import { openBucketReader } from '../src/store/open-bucket-reader.js';

/**
 * How many logs a second are verified: `tsx bench/trail.ts LOGS RAW_BYTES LATENCY_MS [memory]`.
 *
 * Objects come over HTTP from a server on this machine, which takes a share of the same processors, told apart; with `memory` they lie in this
 * process, as they did when AWS's tool was measured. References of the same run: one thread that only unzips and hashes the same bytes, and one
 * log after the other at that latency. Bars on 2 vCPU: 20 ms: 5,000 (20 kB) and 1,500 (200 kB) logs/s; 0 ms: 13,400 and 1,400, measured
 * in memory; 256 MB and flat over 100,000 logs.
 */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const [logs = 5000, raw_bytes = 20_000, latency_ms = 20] = process.argv.slice(2, 5).map(Number);
type Served = { endpoint: string; now_ms: number; fingerprint: string; der: string; samples: string[] };
type Trail = {
  source: TrailSource;
  now_ms: number;
  samples: Buffer[];
  serverSeconds: () => Promise<number>;
  end: () => void;
};

const trail = process.argv[5] === 'memory' ? await inMemory() : await served();
const rss: number[] = [];
let verdicts = 0;
try {
  const cpu = process.cpuUsage();
  const before = await trail.serverSeconds();
  const seconds = await timed(async () => {
    const request = { place: { bucket: 'trail-0', prefix: 'logs' }, range: { from_ms: null, to_ms: null } };
    const means = { source: trail.source, now_ms: trail.now_ms, onVerdict };
    const { findings, totals } = await verifyTrail(means, request);
    if (findings.length > 0 || totals.logs.valid !== logs)
      throw new Error(JSON.stringify(findings[0] ?? totals));
  });
  const { user, system } = process.cpuUsage(cpu);
  const server = (await trail.serverSeconds()) - before;
  const rate = logs / seconds;
  const bare = hashingRate(trail.samples);
  const sequential = latency_ms === 0 ? bare : 1000 / (latency_ms + 1000 / bare);
  console.log(
    `${logs} logs of ${raw_bytes} B at ${latency_ms} ms: ${seconds.toFixed(2)} s, ${rate.toFixed(0)} logs/s; processor: ${((user + system) / 1e6).toFixed(2)} s, the server ${server.toFixed(2)} s`,
  );
  console.log(`memory at each tenth of the logs, MB: ${rss.join(' ')}`);
  console.log(
    `unzip and hash alone, one thread: ${bare.toFixed(0)} logs/s; ratio ${(rate / bare).toFixed(2)}`,
  );
  console.log(
    `one log after the other: ${sequential.toFixed(0)} logs/s; ratio ${(rate / sequential).toFixed(1)}`,
  );
} finally {
  trail.end();
}

function onVerdict(): void {
  verdicts += 1;
  if (verdicts % Math.ceil(logs / 10) === 0) rss.push(Math.round(process.memoryUsage.rss() / 1e6));
}

async function served(): Promise<Trail> {
  const args = [logs, raw_bytes, latency_ms].map(String);
  const child = fork(new URL('trail-server.ts', import.meta.url), args, { execArgv: ['--import', 'tsx'] });
  const [at] = (await once(child, 'message')) as [Served];
  const reader = await openBucketReader(
    { region: 'us-east-1', endpoint: at.endpoint, force_path_style: true },
    {
      now_ms: () => performance.now(),
      sleep: async (ms) => void (await sleep(ms)),
      random: Math.random,
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    },
  );
  const keys = [{ fingerprint: at.fingerprint, der: Buffer.from(at.der, 'base64') }];
  return {
    source: s3TrailSource(reader, { publicKeys: () => Promise.resolve(keys) }),
    now_ms: at.now_ms,
    samples: at.samples.map((text) => Buffer.from(text, 'base64')),
    serverSeconds: async () => {
      child.send('seconds');
      return ((await once(child, 'message')) as [number])[0];
    },
    end: () => child.kill(),
  };
}

async function inMemory(): Promise<Trail> {
  const { trailBucket } = await import('./trail-bucket.js');
  const { copiedSource } = await import('../src/security/cloudtrail/copied-source.js');
  const bucket = trailBucket(logs, raw_bytes);
  const fetch: TrailSource['get'] = async (_, key) => {
    if (latency_ms > 0) await sleep(latency_ms);
    return bucket.objects.get(key) ?? 'missing';
  };
  const keys = new Map([['trail-0', bucket.keys]]);
  return {
    source: copiedSource({
      keys,
      fetch,
      public_keys: [{ region: null, key: bucket.public_key }],
      folders: {},
    }),
    now_ms: bucket.now_ms,
    samples: bucket.samples.map((bytes) => Buffer.from(bytes)),
    serverSeconds: () => Promise.resolve(0),
    end: () => undefined,
  };
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
