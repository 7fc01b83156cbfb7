import { defineConfig } from 'vitest/config';
import SlowFirstSequencer from './test/support/slow-first-sequencer.js';

/** Files that replace a module, or whose PDF reader fills in what this Node lacks: neither may reach another file. */
const APART = [
  'test/lambda/trail-of-day.test.ts',
  'test/lambda/waiting-day.test.ts',
  'test/report/pdf/{lay-out,other-pages,render-page-pdf}.test.ts',
  'test/scripts/bundled-day.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['test/support/fixed-seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One worker for each processor; left alone, one stays idle.
    maxWorkers: '100%',
    sequence: { sequencer: SlowFirstSequencer },
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'apart', include: APART } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts', 'infra/test/**/*.test.ts'],
          exclude: APART,
          // Modules are loaded once for each worker, not once for each file, which takes longer than most files' tests.
          isolate: false,
          setupFiles: ['test/support/leave-nothing-behind.ts'],
        },
      },
    ],
  },
});
