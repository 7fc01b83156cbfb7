import { buildCommand, buildRouteMap } from '@stricli/core';
import { asOfFlag } from '../as-of.js';
import { dateFlag, idArgument, jsonFlag, parseCount, projectFlags, textFlag } from '../flags.js';
import { runCommand } from '../run-command.js';

const reading = { ...projectFlags, json: jsonFlag };
const ofDate = { ...reading, date: dateFlag };
const runNumber = { kind: 'parsed', parse: parseCount, optional: true, placeholder: 'n' } as const;

/** `tapewarden alerts`. */
export const alerts = buildRouteMap({
  docs: { brief: 'What surveillance found' },
  routes: {
    list: buildCommand({
      docs: { brief: "List the alerts of a day's newest run" },
      parameters: { flags: { ...ofDate, pattern: textFlag('Only this pattern', 'id'), asOf: asOfFlag } },
      loader: async () => runCommand((await import('../commands/alerts.js')).alertsList),
    }),
    diff: buildCommand({
      docs: { brief: 'Tell what two runs of a day found: added, gone, changed' },
      parameters: {
        flags: {
          ...ofDate,
          from: { ...runNumber, brief: 'Earlier run, by its number among those of the day' },
          to: { ...runNumber, brief: 'Later run; the newest without' },
          pattern: textFlag('Only this pattern', 'id'),
        },
      },
      loader: async () => runCommand((await import('../commands/alerts-diff.js')).alertsDiff),
    }),
    show: buildCommand({
      docs: { brief: 'Show one alert as recorded' },
      parameters: {
        flags: { ...reading, asOf: asOfFlag },
        positional: idArgument('Alert, or the beginning of its id'),
      },
      loader: async () => runCommand((await import('../commands/alerts.js')).alertsShow),
    }),
    explain: buildCommand({
      docs: { brief: 'Explain one alert down to the raw lines' },
      parameters: {
        flags: {
          ...reading,
          asOf: asOfFlag,
          html: { kind: 'boolean', default: false, withNegated: false, brief: 'Print an HTML page' },
          pdf: textFlag('Write the same page as PDF to this file; folders are made', 'file'),
          events: {
            kind: 'parsed',
            parse: parseCount,
            optional: true,
            brief: 'Events to show; 12 without',
            placeholder: 'n',
          },
        },
        positional: idArgument('Alert, or the beginning of its id'),
      },
      loader: async () => runCommand((await import('../commands/alerts.js')).alertsExplain),
    }),
  },
});
