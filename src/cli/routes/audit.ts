import { buildCommand, buildRouteMap } from '@stricli/core';
import { parseInstant } from '../audited-range.js';
import { dateFlag, jsonFlag, projectFlags, textFlag } from '../flags.js';
import { trailFlags } from '../open-verified-trail.js';
import { runCommand } from '../run-command.js';

const reading = { ...projectFlags, json: jsonFlag };
const instant = (brief: string) =>
  ({ kind: 'parsed', parse: parseInstant, optional: true, brief, placeholder: 'time' }) as const;

/** Whether the record of who touched the data can be trusted, and what it says. */
export const audit = buildRouteMap({
  docs: { brief: 'The record of who touched the data: hold it against the lake, prove alerts' },
  routes: {
    reconcile: buildCommand({
      docs: { brief: 'Hold the verified trail against what the lake records and who is allowed' },
      parameters: {
        flags: {
          ...reading,
          ...trailFlags,
          date: { ...dateFlag, brief: 'Day in UTC, yyyy-MM-dd' },
          from: instant('First instant: a day in UTC, or a time with its zone'),
          to: instant('Instant after the last'),
        },
      },
      loader: async () => runCommand((await import('../commands/audit-reconcile.js')).auditReconcile),
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
