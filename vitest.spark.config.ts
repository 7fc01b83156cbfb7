import { defineConfig } from 'vitest/config';

/** Tests that need Java and PySpark; `npm run test:spark` sees to both. */
export default defineConfig({
  test: {
    setupFiles: ['test/support/fixed-seed.ts'],
    include: ['test/spark/**/*.spark.ts'],
    testTimeout: 400_000,
    hookTimeout: 1_200_000,
    reporters: ['default', './test/support/closing-line-reporter.ts'],
  },
});
