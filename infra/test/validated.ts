import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { buildApp } from '../build-app.js';
import { addValidations } from '../validations.js';
import { CONTEXT } from './synthesized.js';

/** One thing that a plugin found at one construct; its reason where somebody gave one. */
export type Finding = { plugin: string; rule: string; path: string; reason: string | null };

/** What all plugins found in the templates of a stage, and the tree that they were made of. */
export type Validated = { app: App; conclusions: Record<string, string>; findings: Finding[] };

type Violation = { ruleName: string; violatingConstructs: { constructPath?: string }[] };
type Report = {
  pluginReports: {
    pluginName: string;
    conclusion: string;
    violations: Violation[];
    suppressedViolations?: (Violation & { reason: string })[];
  }[];
};

/** Writes the templates of a stage as `npm run infra:synth` does, with everything that checks them, CDK's own check included. */
export function validate(stage: 'dev' | 'prod'): Validated {
  delete process.env['CDK_VALIDATION'];
  const outdir = mkdtempSync(join(tmpdir(), 'tapewarden-infra-'));
  try {
    const app = buildApp({ outdir, context: { ...CONTEXT, stage } });
    addValidations(app);
    try {
      app.synth();
    } catch (error) {
      // What failed it is read from the report.
      if (!String(error).includes('Validation failed')) throw error;
    }
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    return {
      app,
      conclusions: Object.fromEntries(
        report.pluginReports.map(({ pluginName, conclusion }) => [pluginName, conclusion]),
      ),
      findings: report.pluginReports.flatMap(({ pluginName, violations, suppressedViolations = [] }) => [
        ...violations.flatMap((violation) => findingsOf(pluginName, violation, null)),
        ...suppressedViolations.flatMap((violation) => findingsOf(pluginName, violation, violation.reason)),
      ]),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function findingsOf(plugin: string, violation: Violation, reason: string | null): Finding[] {
  return violation.violatingConstructs.map(({ constructPath = '' }) => {
    return { plugin, rule: violation.ruleName, path: constructPath, reason };
  });
}
