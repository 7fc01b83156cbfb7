import { buildCommand, buildRouteMap } from '@stricli/core';
import { parseInstant } from '../audited-range.js';
import { dateFlag, jsonFlag, namesFlag, projectFlags, textFlag } from '../flags.js';
import { runCommand } from '../run-command.js';
import { trailFlags } from '../trail-flags.js';

const reading = { ...projectFlags, json: jsonFlag };
const record = { ...jsonFlag, brief: 'Record the result in the lake, where the report quotes it' } as const;
const instant = (brief: string) =>
  ({ kind: 'parsed', parse: parseInstant, optional: true, brief, placeholder: 'time' }) as const;

/** Whether the record of who touched the data can be trusted, and what it says. */
export const audit = buildRouteMap({
  docs: { brief: 'The record of who touched the data: verify it, hold it against the lake, prove alerts' },
  routes: {
    verify: buildCommand({
      docs: { brief: 'Verify that the logs of a trail are exactly those that CloudTrail delivered' },
      parameters: {
        flags: {
          profile: projectFlags.profile,
          lake: projectFlags.lake,
          ...trailFlags,
          start: instant('Begin: a day in UTC, or a time with its zone; default: the first digest'),
          end: instant('End; default: now'),
          account: namesFlag('Only these accounts, separated by commas', 'ids'),
          region: namesFlag('Only these regions, separated by commas', 'names'),
          anchor: textFlag('Continue from this report, which --json printed', 'file'),
          save: textFlag('Keep all that is read, with the keys, as a copy for --copy', 'folder'),
          state: textFlag('Remember in this file what is verified; an interrupted run goes on there', 'file'),
          json: jsonFlag,
          record,
          lines: { ...jsonFlag, brief: 'Print a line an object, as aws cloudtrail validate-logs --verbose' },
        },
      },
      loader: async () => runCommand((await import('../commands/audit-verify.js')).auditVerify),
    }),
    reconcile: buildCommand({
      docs: { brief: 'Hold the verified trail against what the lake records and who is allowed' },
      parameters: {
        flags: {
          ...reading,
          record,
          ...trailFlags,
          date: { ...dateFlag, brief: 'Day in UTC, yyyy-MM-dd' },
          from: instant('First instant: a day in UTC, or a time with its zone'),
          to: instant('Instant after the last'),
        },
      },
      loader: async () => runCommand((await import('../commands/audit-reconcile.js')).auditReconcile),
    }),
    posture: buildCommand({
      docs: { brief: 'Say of each control whether the live account holds it, and what to do' },
      parameters: { flags: { ...reading, record } },
      loader: async () => runCommand((await import('../commands/audit-posture.js')).auditPosture),
    }),
    chain: buildCommand({
      docs: { brief: 'Prove an alert down to the source line and the signed trail, or check such a proof' },
      parameters: {
        flags: {
          ...reading,
          ...trailFlags,
          out: textFlag('Write NAME.html and NAME.json; folders are made', 'name'),
          check: textFlag('Check this document, without the lake', 'file'),
        },
        positional: {
          kind: 'array',
          parameter: { parse: String, brief: 'Alert, or the beginning of its id', placeholder: 'id' },
          maximum: 1,
        },
      },
      loader: async () => runCommand((await import('../commands/audit-chain.js')).auditChain),
    }),
  },
});
