/** A state as this interpreter knows it; members of all types of states. */
export type State = {
  Type: 'Task' | 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Map';
  Next?: string;
  End?: boolean;
  Output?: unknown;
  Assign?: Record<string, unknown>;
  Resource?: string;
  Arguments?: unknown;
  TimeoutSeconds?: number | string;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Choices?: { Condition: string; Next: string }[];
  Default?: string;
  Seconds?: number;
  Timestamp?: string;
  Items?: unknown;
  ItemReader?: { Resource: string; ReaderConfig: { InputType: string }; Arguments: unknown };
  ItemSelector?: unknown;
  ItemProcessor?: Machine & { ProcessorConfig: { Mode: 'INLINE' | 'DISTRIBUTED'; ExecutionType?: string } };
  ResultWriter?: { Resource: string; Arguments: unknown };
  MaxConcurrency?: number;
  ToleratedFailurePercentage?: number;
  Label?: string;
};

export type Retrier = {
  ErrorEquals: string[];
  IntervalSeconds: number;
  MaxAttempts: number;
  BackoffRate: number;
  MaxDelaySeconds: number;
  JitterStrategy: 'FULL' | 'NONE';
};

export type Catcher = { ErrorEquals: string[]; Next: string; Output?: unknown };

/** States by name, and where they begin. */
export type Machine = { StartAt: string; States: Record<string, State> };

/** A whole state machine. */
export type Definition = Machine & { QueryLanguage: 'JSONata'; TimeoutSeconds: number; Comment?: string };

const EVERY = ['Type', 'Next', 'End', 'Output', 'Comment'];
const KNOWN: Readonly<Record<string, readonly string[] | undefined>> = {
  Task: ['Assign', 'Resource', 'Arguments', 'TimeoutSeconds', 'Retry', 'Catch'],
  Pass: ['Assign'],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'Timestamp'],
  Succeed: [],
  Map: [
    ...['Assign', 'Items', 'ItemReader', 'ItemSelector', 'ItemProcessor', 'ResultWriter', 'Label'],
    ...['MaxConcurrency', 'ToleratedFailurePercentage'],
  ],
};

/** Throws where a definition holds what this interpreter would pass over in silence, or names a state that is not there. */
export function requireKnown(machine: Machine): void {
  if (machine.States[machine.StartAt] === undefined)
    throw new Error(`StartAt names no state: ${machine.StartAt}`);
  for (const [name, state] of Object.entries(machine.States)) {
    const own = KNOWN[state.Type];
    if (own === undefined) throw new Error(`${name}: type ${state.Type} is not known here`);
    const known = [...EVERY, ...own];
    for (const member of Object.keys(state)) {
      if (!known.includes(member)) throw new Error(`${name}: ${member} of ${state.Type} is not known here`);
    }
    for (const next of nextsOf(state)) {
      if (machine.States[next] === undefined) throw new Error(`${name}: names no state: ${next}`);
    }
    for (const { ErrorEquals } of [...(state.Retry ?? []), ...(state.Catch ?? [])]) {
      if (ErrorEquals.includes('States.ALL') && ErrorEquals.length > 1)
        throw new Error(`${name}: States.ALL is not alone`);
    }
    if (state.ItemProcessor !== undefined) requireKnown(state.ItemProcessor);
  }
}

/** States that may come after one. */
export function nextsOf({ Next, Choices = [], Default, Catch = [] }: State): string[] {
  const named = [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((one) => one.Next)];
  return named.filter((name): name is string => name !== undefined);
}
