import { type Application, buildApplication, buildCommand, buildRouteMap } from '@stricli/core';
import { asOfFlag } from './as-of.js';
import type { CliContext } from './cli-context.js';
import { dateFlag, idArgument, jsonFlag, monthFlag, projectFlags, textFlag } from './flags.js';
import { alerts } from './routes/alerts.js';
import { audit } from './routes/audit.js';
import { completion } from './routes/completion.js';
import { jobs } from './routes/jobs.js';
import { lake } from './routes/lake.js';
import { orders } from './routes/orders.js';
import { patterns } from './routes/patterns.js';
import { queries } from './routes/queries.js';
import { query } from './routes/query.js';
import { report } from './routes/report.js';
import { simulate } from './routes/simulate.js';
import { runCommand } from './run-command.js';
import { usageText } from './usage-text.js';

const reading = { ...projectFlags, json: jsonFlag };
const ofDate = { ...reading, date: dateFlag };

const run = buildCommand({
  docs: { brief: 'Run a whole day: canonicalize deliveries, run patterns, write the report' },
  parameters: { flags: { ...ofDate, report: textFlag('File of the HTML report', 'file'), asOf: asOfFlag } },
  loader: async () => runCommand((await import('./commands/run.js')).run),
});

const canonicalize = buildCommand({
  docs: { brief: 'Turn deliveries into canonical Parquet, a quarantine and a manifest' },
  parameters: {
    flags: ofDate,
    positional: {
      kind: 'array',
      parameter: {
        parse: String,
        brief: 'Files; all of the folder of deliveries without any',
        placeholder: 'file',
      },
    },
  },
  loader: async () => runCommand((await import('./commands/canonicalize.js')).canonicalize),
});

const init = buildCommand({
  docs: { brief: 'Make this folder a project, with one simulated day to try' },
  parameters: {
    flags: { empty: { kind: 'boolean', default: false, withNegated: false, brief: 'Without deliveries' } },
  },
  loader: async () => runCommand((await import('./commands/init.js')).init),
});

const replay = buildCommand({
  docs: { brief: 'Compute a recorded run again and tell whether every alert and figure is the same' },
  parameters: {
    flags: {
      ...reading,
      run: textFlag('Run, or the beginning of its id; the newest without', 'id'),
      date: { ...dateFlag, brief: 'Only runs of this trade date' },
    },
  },
  loader: async () => runCommand((await import('./commands/replay.js')).replay),
});

const doctor = buildCommand({
  docs: { brief: 'Check what a run needs on this machine and what the project names in AWS' },
  parameters: { flags: reading },
  loader: async () => runCommand((await import('./commands/doctor.js')).doctor),
});

const feeds = buildRouteMap({
  docs: { brief: 'What brokers send' },
  routes: {
    list: buildCommand({
      docs: { brief: 'List the feeds' },
      parameters: { flags: reading },
      loader: async () => runCommand((await import('./commands/feeds.js')).feedsList),
    }),
    check: buildCommand({
      docs: { brief: 'Check feeds: specification, speed of their rules, and what becomes of their samples' },
      parameters: {
        flags: {
          ...reading,
          sample: textFlag('Sample of the feed in place of sample.* in its folder', 'file'),
        },
        positional: {
          kind: 'array',
          parameter: { parse: String, brief: 'Feeds; all without any', placeholder: 'feed' },
        },
      },
      loader: async () => runCommand((await import('./commands/feeds-check.js')).feedsCheck),
    }),
    infer: buildCommand({
      docs: { brief: 'Draft feed.yaml and a record schema from a sample' },
      parameters: {
        flags: {
          feed: textFlag('Name of the feed; made of the file name without', 'name'),
          broker: textFlag('IMID of the firm that sends it', 'imid'),
          to: textFlag('Canonical dataset; guessed without', 'dataset'),
          out: textFlag('Folder of feeds in which the new one gets a folder', 'folder'),
          json: jsonFlag,
        },
        positional: {
          kind: 'tuple',
          parameters: [{ parse: String, brief: 'Sample as the broker sent it', placeholder: 'file' }],
        },
      },
      loader: async () => runCommand((await import('./commands/feeds-infer.js')).feedsInfer),
    }),
  },
});

const ledger = buildCommand({
  docs: { brief: 'Show what was due on a day or in a month, and whether it has arrived' },
  parameters: { flags: { ...ofDate, month: monthFlag, asOf: asOfFlag } },
  loader: async () => runCommand((await import('./commands/ledger.js')).ledger),
});

const delivery = {
  kind: 'parsed',
  parse: String,
  brief: 'Commit id, its beginning, or name of a file that was canonicalized',
  placeholder: 'delivery',
} as const;

const quarantine = buildRouteMap({
  docs: { brief: 'Records that were rejected, and their repair' },
  routes: {
    list: buildCommand({
      docs: { brief: 'List rejected records with file, line, what was expected, id and state' },
      parameters: {
        flags: {
          ...ofDate,
          feed: textFlag('Only this feed', 'feed'),
          asOf: asOfFlag,
          state: {
            kind: 'enum',
            values: ['open', 'repaired', 'withdrawn'],
            optional: true,
            brief: 'Only records of this state',
          },
        },
      },
      loader: async () => runCommand((await import('./commands/quarantine.js')).quarantineList),
    }),
    show: buildCommand({
      docs: { brief: 'Show one rejected record: its bytes, fields, faults and repairs' },
      parameters: { flags: reading, positional: idArgument('Record, as quarantine list names it') },
      loader: async () => runCommand((await import('./commands/quarantine-show.js')).quarantineShow),
    }),
    repair: buildCommand({
      docs: { brief: 'Store a repair of rejected records; a replay publishes it' },
      parameters: {
        flags: {
          ...reading,
          patch: { kind: 'parsed', parse: String, brief: 'Repair in YAML or JSON', placeholder: 'file' },
          by: textFlag('Who answers for it', 'name'),
          reason: textFlag('Why, in a sentence', 'text'),
          replay: { kind: 'boolean', default: false, withNegated: false, brief: 'Replay it at once' },
        },
      },
      loader: async () => runCommand((await import('./commands/quarantine-repair.js')).quarantineRepair),
    }),
    replay: buildCommand({
      docs: { brief: 'Validate repaired records again and publish those that pass, once' },
      parameters: {
        flags: {
          ...ofDate,
          delivery: {
            ...delivery,
            optional: true,
            brief:
              'Read this delivery again under its feed as it is now: commit id, its beginning, or file name',
          },
        },
      },
      loader: async () => runCommand((await import('./commands/quarantine-replay.js')).quarantineReplay),
    }),
    feedback: buildCommand({
      docs: { brief: 'Write what the broker of a delivery must act on' },
      parameters: {
        flags: {
          ...projectFlags,
          date: dateFlag,
          delivery,
          format: { kind: 'enum', values: ['csv', 'json'], default: 'csv', brief: 'Form of the feedback' },
          out: textFlag('File to write; folders are made', 'file'),
        },
      },
      loader: async () => runCommand((await import('./commands/quarantine-feedback.js')).quarantineFeedback),
    }),
  },
});

const catalog = buildRouteMap({
  docs: { brief: 'Tables of the Glue Data Catalog for Athena, Spark and Redshift' },
  routes: {
    sync: buildCommand({
      docs: { brief: 'Make the catalog what the manifests say' },
      parameters: { flags: reading },
      loader: async () => runCommand((await import('./commands/catalog-sync.js')).catalogSync),
    }),
    check: buildCommand({
      docs: { brief: 'List what differs between catalog and manifests; change nothing' },
      parameters: { flags: reading },
      loader: async () => runCommand((await import('./commands/catalog-check.js')).catalogCheck),
    }),
  },
});

/** The command line, every command loaded only when it is called. */
export function buildCli(version: string): Application<CliContext> {
  return buildApplication(
    buildRouteMap({
      docs: {
        brief: 'Broker files in; canonical Parquet, surveillance alerts and a report out',
      },
      routes: {
        init,
        run,
        canonicalize,
        feeds,
        ledger,
        quarantine,
        catalog,
        patterns,
        jobs,
        query,
        queries,
        alerts,
        orders,
        lake,
        audit,
        report,
        replay,
        simulate,
        doctor,
        completion,
      },
    }),
    {
      name: 'tapewarden',
      versionInfo: { currentVersion: version },
      scanner: { caseStyle: 'allow-kebab-for-camel' },
      documentation: { disableAnsiColor: true, onlyRequiredInUsageLine: true },
      localization: { text: usageText },
    },
  );
}
