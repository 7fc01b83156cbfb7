import { failureFields, type LogFields, type LogLevel, type LogOrigin, logLine } from './log-line.js';
import { type MetricValues, metricLine } from './metric-line.js';
import type { StepName } from './steps.js';

/** Where a step writes what it does: lines of JSON on stdout, which Lambda and Fargate carry to CloudWatch. */
export type Journal = {
  log(level: LogLevel, code: string, fields?: LogFields): void;
  measure(values: MetricValues): void;
  /** Does the work, and logs what it throws before it goes on. */
  guard<Result>(act: () => Promise<Result>): Promise<Result>;
};

/** What a journal needs of the world: where its lines go, and the clock. */
export type JournalMeans = {
  readonly write: (line: string) => void;
  readonly now_ms: () => number;
  readonly deployment: string;
};

/** The journal of one call of a step. `TAPEWARDEN_STAGE` names the deployment in its metrics. */
export function openJournal(
  of: Omit<LogOrigin, 'request_id' | 'step'> & { step: StepName },
  call: { awsRequestId?: string } = {},
  means: JournalMeans = {
    write: (line) => process.stdout.write(`${line}\n`),
    now_ms: Date.now,
    deployment: process.env['TAPEWARDEN_STAGE'] ?? 'local',
  },
): Journal {
  const origin: LogOrigin = { ...of, request_id: call.awsRequestId ?? null };
  const log: Journal['log'] = (level, code, fields = {}) => {
    means.write(logLine(origin, { level, code, at_ms: means.now_ms(), fields }));
  };
  return {
    log,
    measure: (values) => {
      means.write(metricLine({ deployment: means.deployment, step: of.step, at_ms: means.now_ms() }, values));
    },
    guard: async (act) => {
      try {
        return await act();
      } catch (error) {
        const { code, fields } = failureFields(error);
        log('error', code, fields);
        throw error;
      }
    },
  };
}
