import { type CanonicalizeParts, canonicalizeWave, commitFeeds } from './canonicalize-states.js';
import { runJobs } from './job-states.js';
import { catchAll, invoke, type Json, retry } from './tasks.js';

/** What the definition names: functions, places, the topic that people hear of a day by. */
export type DayParts = CanonicalizeParts & { topic: string };

const DAY_SECONDS = 86_400;

const STEP = { execution: '{% $execution %}', trade_date: '{% $trade_date %}' };

/**
 * The state machine of a day, in the Amazon States Language with JSONata. Input: `{trade_date, wait_until?}`; the name of an execution is
 * the trade date and the number of the attempt, and with the input all that its tokens are made of.
 *
 * A state that must succeed has no catch: the execution fails there and is redriven from there (ADR 61).
 */
export function dayStateMachine(parts: DayParts): Json {
  const { functions } = parts;
  return {
    Comment: 'A trade date: deliveries, commits, jobs, alerts, trail, report.',
    QueryLanguage: 'JSONata',
    TimeoutSeconds: DAY_SECONDS,
    StartAt: 'BeginDay',
    States: {
      BeginDay: {
        Type: 'Pass',
        Assign: {
          execution: '{% $states.context.Execution.Name %}',
          trade_date: '{% $states.input.trade_date %}',
          wait_until: '{% $exists($states.input.wait_until) ? $states.input.wait_until : null %}',
        },
        Next: 'ListDeliveries',
      },
      ListDeliveries: invoke(functions.list_deliveries, STEP, {
        Assign: { listed: '{% $states.result.Payload %}', wave: 0 },
        Next: 'GateLedger',
      }),
      GateLedger: invoke(functions.gate_ledger, '{% $merge([$listed, { "wait_until": $wait_until }]) %}', {
        Next: 'MayBegin',
      }),
      MayBegin: {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $states.input.verdict = 'wait' %}", Next: 'WaitForFiles' },
          { Condition: "{% $states.input.verdict = 'nothing' %}", Next: 'NothingToDo' },
        ],
        Default: 'NextWave',
      },
      WaitForFiles: { Type: 'Wait', Timestamp: '{% $states.input.until %}', Next: 'ListDeliveries' },
      NothingToDo: { Type: 'Succeed' },
      NextWave: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $wave < $count($listed.waves) %}', Next: 'CanonicalizeWave' }],
        Default: 'SyncCatalog',
      },
      CanonicalizeWave: canonicalizeWave(parts),
      CommitFeeds: commitFeeds(functions),
      // What is committed is committed; a catalog that is behind is told by catalog check and mended by catalog sync.
      SyncCatalog: invoke(functions.sync_catalog, STEP, {
        Catch: catchAll('PlanJobs', {}),
        Next: 'PlanJobs',
      }),
      PlanJobs: invoke(functions.plan_jobs, STEP, { Next: 'RunJobs' }),
      RunJobs: runJobs(functions),
      CollectAlerts: invoke(
        functions.collect_alerts,
        { ...STEP, list: '{% $listed.list %}' },
        {
          Assign: { day: '{% $states.result.Payload %}' },
          Next: 'VerifyTrail',
        },
      ),
      VerifyTrail: invoke(functions.verify_trail, STEP, {
        Catch: catchAll('WriteReport', { state: 'failed', findings: 0 }),
        Next: 'WriteReport',
      }),
      WriteReport: invoke(
        functions.write_report,
        { ...STEP, day: '{% $day %}', trail: '{% $states.input %}' },
        { Next: 'Notify' },
      ),
      Notify: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Arguments: {
          TopicArn: parts.topic,
          Subject: '{% $states.input.subject %}',
          Message: '{% $states.input.message %}',
        },
        TimeoutSeconds: 60,
        Retry: retry(['States.TaskFailed', 'States.Timeout'], 5),
        Output: '{% $day %}',
        End: true,
      },
    },
  };
}
