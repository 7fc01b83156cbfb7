import { defineConfig } from 'vitest/config';
import SlowFirstSequencer from './test/support/slow-first-sequencer.js';

export default defineConfig({
  test: {
    setupFiles: ['test/support/fixed-seed.ts'],
    include: ['test/**/*.test.ts', 'infra/test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One worker for each processor; left alone, one stays idle.
    maxWorkers: '100%',
    sequence: { sequencer: SlowFirstSequencer },
    reporters: ['default', './test/support/closing-line-reporter.ts'],
  },
});
