/** What of a Step Functions state machine is judged. */
export type StateMachine = {
  readonly status: string;
  /** `ALL`, `ERROR`, `FATAL` or `OFF`. */
  readonly log_level: string;
  readonly log_destinations: number;
  /** Whether input and output of every state are logged. */
  readonly logs_data: boolean;
  readonly traced: boolean;
  /** Key that encrypts definition, history and input; null where it is AWS's own. */
  readonly key: string | null;
};

/** The settings of a state machine by name: all come with one answer. */
export type MachineSettings = { 'state machine': StateMachine };
