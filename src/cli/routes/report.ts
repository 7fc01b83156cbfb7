import { buildCommand, buildRouteMap } from '@stricli/core';
import { asOfFlag } from '../as-of.js';
import { dateFlag, jsonFlag, monthFlag, projectFlags, quarterFlag, textFlag } from '../flags.js';
import { runCommand } from '../run-command.js';

/** Writing the report of a day, and verifying one that was signed. */
export const report = buildRouteMap({
  docs: { brief: "The report of a day's newest run, and the signature of one" },
  defaultCommand: 'write',
  routes: {
    write: buildCommand({
      docs: { brief: "Write the report of a day's newest run" },
      parameters: {
        flags: {
          ...projectFlags,
          json: jsonFlag,
          format: {
            kind: 'enum',
            values: ['html', 'pdf', 'json'],
            optional: true,
            brief: 'Form of the file; html without. --json is json on standard output',
          },
          date: dateFlag,
          month: { ...monthFlag, brief: 'Add up the days of this month, yyyy-MM' },
          quarter: quarterFlag,
          run: textFlag('This run, or the beginning of its id, in place of the newest of the day', 'id'),
          out: textFlag('File to write; folders are made', 'file'),
          asOf: asOfFlag,
          scorecards: textFlag('Folder of kept scorecards; scorecards without', 'folder'),
          sign: textFlag(
            'Sign it with this private key (PEM), or with a key of KMS; the signature is written beside it',
            'file|kms:key',
          ),
        },
      },
      loader: async () => runCommand((await import('../commands/report.js')).report),
    }),
    verify: buildCommand({
      docs: { brief: 'Tell whether a file is the report that was signed' },
      parameters: {
        flags: {
          key: {
            kind: 'parsed',
            parse: String,
            brief: 'Public key of the signer (PEM)',
            placeholder: 'file',
          },
          signature: textFlag('Its signature; FILE.sig.json without', 'file'),
          json: jsonFlag,
        },
        positional: {
          kind: 'tuple',
          parameters: [{ parse: String, brief: 'Report as HTML, PDF or JSON', placeholder: 'file' }],
        },
      },
      loader: async () => runCommand((await import('../commands/report-verify.js')).reportVerify),
    }),
  },
});
