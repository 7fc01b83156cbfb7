import { buildCommand, buildRouteMap } from '@stricli/core';
import type { CliContext } from '../cli-context.js';
import { dateFlag, jsonFlag, projectFlags, queriesFlag, RUNNERS, setFlag } from '../flags.js';
import { runCommand } from '../run-command.js';

const reading = { ...projectFlags, json: jsonFlag };

const patternsArgument = {
  kind: 'array',
  parameter: {
    parse: String,
    brief: 'Patterns and predefined queries; all of the class without any',
    placeholder: 'id',
    async proposeCompletions(this: CliContext, partial: string): Promise<string[]> {
      return (await import('../complete-names.js')).completeWork(this, partial);
    },
  },
} as const;

const jobArgument = {
  parse: String,
  brief: 'Job, or the beginning of its id',
  placeholder: 'id',
  async proposeCompletions(this: CliContext, partial: string): Promise<string[]> {
    return (await import('../complete-names.js')).completeJobs(this, partial);
  },
} as const;

const planning = {
  ...reading,
  date: { ...dateFlag, brief: 'Trade date; the newest of the lake without' },
  runner: {
    kind: 'enum',
    values: RUNNERS,
    optional: true,
    brief: 'Runner, in place of the one that tapewarden.yaml and the size of the inputs give',
  },
  queries: queriesFlag,
  class: {
    kind: 'enum',
    values: ['surveillance', 'predefined'],
    optional: true,
    brief: 'Class of work; patterns without, predefined names the queries too',
  },
  set: { ...setFlag, brief: 'Settings of the one query that is named' },
  sql: { kind: 'boolean', default: false, withNegated: false, brief: 'With a plan: print the SQL too' },
} as const;

/** `tapewarden jobs`. */
export const jobs = buildRouteMap({
  docs: {
    brief:
      'Patterns and predefined queries as jobs: on this machine, EMR Serverless, Glue, Redshift or Athena',
    hideRoute: { worker: true },
  },
  routes: {
    plan: buildCommand({
      docs: { brief: 'Show what would run where, and at what price; start nothing' },
      parameters: { flags: planning, positional: patternsArgument },
      loader: async () => runCommand((await import('../commands/jobs-submit.js')).jobsPlan),
    }),
    submit: buildCommand({
      docs: { brief: 'Run patterns or queries over a day, each once, and watch them' },
      parameters: {
        flags: {
          ...planning,
          plan: {
            kind: 'boolean',
            default: false,
            withNegated: false,
            brief: 'Only show what would run where, its price and SQL',
          },
          detach: { kind: 'boolean', default: false, withNegated: false, brief: 'Do not watch them' },
        },
        positional: patternsArgument,
      },
      loader: async () => runCommand((await import('../commands/jobs-submit.js')).jobsSubmit),
    }),
    list: buildCommand({
      docs: { brief: 'List jobs and how they stand' },
      parameters: { flags: { ...reading, date: dateFlag } },
      loader: async () => runCommand((await import('../commands/jobs.js')).jobsList),
    }),
    show: buildCommand({
      docs: { brief: 'Show one job: state, attempts, bill, alerts or rows' },
      parameters: {
        flags: {
          ...reading,
          csv: {
            kind: 'boolean',
            default: false,
            withNegated: false,
            brief: 'Print the rows of a query as CSV, nothing else',
          },
        },
        positional: { kind: 'tuple', parameters: [jobArgument] },
      },
      loader: async () => runCommand((await import('../commands/jobs-show.js')).jobsShow),
    }),
    attach: buildCommand({
      docs: { brief: 'Go on watching jobs after a lost connection' },
      parameters: {
        flags: reading,
        positional: {
          kind: 'array',
          parameter: { ...jobArgument, brief: 'Jobs; all under way without any' },
        },
      },
      loader: async () => runCommand((await import('../commands/jobs.js')).jobsAttach),
    }),
    logs: buildCommand({
      docs: { brief: "Print the logs of a job's newest attempt" },
      parameters: {
        flags: {
          ...reading,
          wait: { kind: 'boolean', default: true, brief: 'Wait half a minute for logs that are late' },
        },
        positional: { kind: 'tuple', parameters: [jobArgument] },
      },
      loader: async () => runCommand((await import('../commands/jobs.js')).jobsLogs),
    }),
    cancel: buildCommand({
      docs: { brief: 'Cancel a job' },
      parameters: {
        flags: {
          ...reading,
          abandon: {
            kind: 'boolean',
            default: false,
            withNegated: false,
            brief: 'Give up one whose runner or machine cannot be asked any more; stops nothing there',
          },
        },
        positional: { kind: 'tuple', parameters: [jobArgument] },
      },
      loader: async () => runCommand((await import('../commands/jobs.js')).jobsCancel),
    }),
    worker: buildCommand({
      docs: { brief: 'Work off the jobs that wait on this machine' },
      parameters: { flags: projectFlags },
      loader: async () => runCommand((await import('../commands/jobs-worker.js')).jobsWorker),
    }),
  },
});
