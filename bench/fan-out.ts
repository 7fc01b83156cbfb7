import { FanOut } from '../test/lambda/support/fan-out.js';

/**
 * A day of many small files through the interpreter of the state machine, the real list, gate, ranges and commits, and an in-memory store.
 * Reading and checking of a file is simulated: it takes a drawn time on the virtual clock. Usage: `tsx bench/fan-out.ts [files]`.
 */
const files = Number(process.argv[2] ?? 50_000);
const day = await FanOut.run({ files, seed: 7, feeds: 20 });
process.stdout.write(
  `${files} files in ${day.children} children: ${day.once} committed exactly once, ${day.twice} twice, ${day.missing} missing; ${day.transitions} transitions of ${day.transition_ms} ms are ${(100 * day.overhead).toFixed(2)} % of ${Math.round(day.work_ms / 1000)} s of work\n`,
);
process.exitCode = day.once === files && day.overhead <= 0.03 ? 0 : 1;
