import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { loadAccessRules } from '../src/security/access/load-access-rules.js';
import { reconcileAccess } from '../src/security/access/reconcile-access.js';
import { DAY, eachOf, POLICY } from '../test/security/access/support/access-input.js';
import { FAULTS, trailDay } from '../test/security/access/support/trail-day.js';

/** How fast the events of a day are reconciled by all rules, beside only parsing the same logs; bar: 100,000 events in 2 s. */
const count = Number(process.argv[2] ?? 100_000);
const spill = path.resolve('bench/out/reconcile');
mkdirSync(spill, { recursive: true });
const faults = Array.from({ length: count }, (_, number) =>
  number % 100 === 0 ? (FAULTS[(number / 100) % FAULTS.length] ?? null) : null,
);
const day = trailDay(faults, (records) => records);
const { rules } = await loadAccessRules();
const bytes = day.logs.reduce((total, log) => total + log.bytes.length, 0);
console.log(
  `${count} actions in ${day.logs.length} logs, ${(bytes / 1e6).toFixed(0)} MB, ${rules.length} rules`,
);

const parsing: number[] = [];
const reconciling: number[] = [];
const processor: number[] = [];
for (let round = 0; round < 3; round += 1) {
  parsing.push(
    await timed(async () => {
      for (const log of day.logs) JSON.parse(Buffer.from(log.bytes).toString('utf8'));
    }),
  );
  const cpu = process.cpuUsage();
  reconciling.push(
    await timed(async () => {
      const lake = { writes: day.writes, removals: [] };
      const input = {
        eachLog: eachOf(day.logs),
        unverified: () => [],
        lake,
        policy: POLICY,
        rules,
        range: DAY,
      };
      const { findings } = await reconcileAccess(spill, input);
      const found = findings.map(
        ({ rule_id, event, subject }) => `${rule_id}: ${event?.event_id ?? subject}`,
      );
      const exact = found.sort().join('\n') === day.truth.join('\n');
      if (!exact) throw new Error(`${found.length} findings, expected ${day.truth.length}`);
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  processor.push((user + system) / 1e6);
}
rmSync(spill, { recursive: true, force: true });
const [parse, all] = [Math.min(...parsing), Math.min(...reconciling)];
console.log(`parse JSON only  ${parse.toFixed(2)} s`);
console.log(
  `reconcile        ${all.toFixed(2)} s, ${Math.min(...processor).toFixed(2)} s of processor, ${(count / all).toFixed(0)} events/s, all found and nothing else`,
);
console.log(`ratio            ${(all / parse).toFixed(2)} of parsing alone`);

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
