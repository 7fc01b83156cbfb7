import { placedFault } from '../domain/document-fault.js';
import type { StepInputs } from '../domain/generated/step-inputs.js';
import type { StepOutputs } from '../domain/generated/step-outputs.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { inProcessFolder } from '../store/process-folder.js';
import { type Journal, openJournal } from './journal.js';
import { type LambdaContext, openLambdaContext, workFolder } from './lambda-context.js';
import { failureFields } from './log-line.js';
import { type StepCall, stepMetrics } from './step-metrics.js';
import { STEPS, type StepName } from './steps.js';

/** Name of an error that the state machine tries again; every other one ends its state at once. */
const RETRYABLE = 'Retryable';

/** Steps that read what brokers sent, and so may have to make tokens of it; no other is given their key. */
const MAKES_TOKENS: readonly string[] = ['canonicalize-delivery', 'commit-deliveries'];

/** A failure as Step Functions is told of it: by its name, which is all that a retry can choose by. */
class StepFailure extends Error {
  constructor(name: string, message: string, cause: unknown) {
    super(message, { cause });
    this.name = name;
  }
}

/** What a step is asked, and what it answers. */
export type StepInput<Name extends keyof StepInputs> = NonNullable<StepInputs[Name]>;
export type StepOutput<Name extends keyof StepOutputs> = NonNullable<StepOutputs[Name]>;

/** What Lambda says of a call beside its event. */
export type StepRequest = { awsRequestId?: string };

/**
 * A handler of one step: refuses an event that `schemas/step-inputs.schema.json` does not allow, opens the context in a folder that goes when it ends, and names failures for the state machine. Where
 * `TAPEWARDEN_STEP` says which step it is, as infra/ does, its end, its seconds and its figures are logged.
 */
export function step<Name extends keyof StepInputs & keyof StepOutputs>(
  of: Name,
  act: (context: LambdaContext, event: StepInput<Name>) => Promise<StepOutput<Name>>,
): (event: StepInput<Name>, request?: StepRequest) => Promise<StepOutput<Name>> {
  return async (event, request = {}) => {
    const name = STEPS.find((one) => one === process.env['TAPEWARDEN_STEP']);
    const journal = name === undefined ? null : openJournal({ step: name, ...runOf(event) }, request);
    const began = performance.now();
    try {
      await requireInput(of, event);
      return await inProcessFolder(workFolder(process.env), async (work) => {
        const context = await openLambdaContext(process.env, {
          work,
          makes_tokens: MAKES_TOKENS.includes(of),
        });
        const answer = await act(context, event);
        if (name !== undefined && journal !== null)
          await tell({ name, journal, began }, { event, answer }, context);
        return answer;
      });
    } catch (error) {
      const { code: logged, fields } = failureFields(error);
      journal?.log('error', logged, fields);
      if (!(error instanceof OperationalFailure)) throw error;
      const { code, retryable, message } = error as OperationalFailure;
      throw new StepFailure(retryable ? RETRYABLE : code, message, error);
    }
  };
}

async function requireInput(of: string, event: unknown): Promise<void> {
  const fault = await placedFault('step-inputs', { [of]: event ?? null });
  if (fault === null) return;
  const pointer = fault.pointer.slice(`/${of}`.length);
  throw new OperationalFailure('step-input-wrong', {
    ...fault,
    step: of,
    pointer: pointer === '' ? 'the event' : pointer,
  });
}

async function tell(
  { name, journal, began }: { name: StepName; journal: Journal; began: number },
  call: StepCall,
  context: LambdaContext,
): Promise<void> {
  const Seconds = (performance.now() - began) / 1000;
  journal.log('info', 'step-done', { seconds: Seconds });
  try {
    journal.measure({ Seconds, ...(await stepMetrics(name, call, context)) });
  } catch (error) {
    // The step is done, and is not done again because nobody could count it; alarms for want of data notice.
    const { code, fields } = failureFields(error);
    journal.log('error', 'metrics-failed', { ...fields, failure: code });
  }
}

/** Trade date and execution of whatever a step is asked; null where it does not say. */
function runOf(event: unknown): { run_id: string | null; execution: string | null } {
  const { execution, trade_date } = (event ?? {}) as { execution?: unknown; trade_date?: unknown };
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return { run_id: text(trade_date), execution: text(execution) };
}
