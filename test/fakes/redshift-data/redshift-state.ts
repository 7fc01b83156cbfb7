import { AwsJsonError } from '../aws-json-fake.js';
import type { BatchResult } from './fake-warehouse.js';

/** States of a statement as the service names them. */
export type StatementState = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

/** A request to run a batch, as it arrives. */
export type BatchInput = {
  Sqls?: string[];
  WorkgroupName?: string;
  ClusterIdentifier?: string;
  Database?: string;
  StatementName?: string;
  ClientToken?: string;
  SecretArn?: string;
  DbUser?: string;
};

export type Statement = {
  id: string;
  input: BatchInput;
  state: StatementState;
  error: string;
  created_ms: number;
  /** When it entered its state. */
  since_ms: number;
  work: Promise<BatchResult> | null;
  result: BatchResult | null;
};

/** What the fake's service allows, and what runs the SQL. */
export type RedshiftSettings = {
  /** Statements that may be active at once. */
  active: number;
  token_memory_ms: number;
  /** How long an ended statement and its results are known, and how long one may run. */
  kept_ms: number;
  run_ms: number;
  /** How long SUBMITTED and PICKED last each. */
  step_ms: number;
  result_bytes: number;
  execute: (sqls: readonly string[]) => Promise<BatchResult>;
};

export class RedshiftError extends AwsJsonError {}

const ENDED: readonly StatementState[] = ['FINISHED', 'FAILED', 'ABORTED'];

/** Statements of the Redshift Data API with their state machine; time goes on only when it is told to. */
export class RedshiftState {
  readonly statements = new Map<string, Statement>();
  readonly #tokens = new Map<string, { id: string; input: string; at_ms: number }>();
  readonly #settings: RedshiftSettings;
  /** While true, what is STARTED goes on and on. */
  held = false;
  now_ms = Date.parse('2026-11-20T23:00:00Z');

  constructor(settings: RedshiftSettings) {
    this.#settings = settings;
  }

  /** Lets time pass and moves every statement as far as it gets. */
  async advance(ms: number): Promise<void> {
    this.now_ms += ms;
    for (const statement of this.statements.values()) {
      while (await this.#move(statement));
    }
  }

  execute(input: BatchInput): Statement {
    check(input);
    const text = JSON.stringify(input);
    const known = this.#tokens.get(input.ClientToken ?? '');
    if (known !== undefined && this.now_ms - known.at_ms <= this.#settings.token_memory_ms) {
      if (known.input === text) return this.statement(known.id);
      throw new RedshiftError('ValidationException', 'ClientToken was used with other parameters');
    }
    const active = [...this.statements.values()].filter(({ state }) => !ENDED.includes(state)).length;
    if (active >= this.#settings.active) {
      throw new RedshiftError(
        'ActiveStatementsExceededException',
        'Active statements exceeded the allowed quota',
      );
    }
    const id = `00000000-0000-4000-8000-${String(this.statements.size + 1).padStart(12, '0')}`;
    const times = { created_ms: this.now_ms, since_ms: this.now_ms };
    const statement: Statement = {
      id,
      input,
      state: 'SUBMITTED',
      error: '',
      ...times,
      work: null,
      result: null,
    };
    this.statements.set(id, statement);
    if (input.ClientToken !== undefined) {
      this.#tokens.set(input.ClientToken, { id, input: text, at_ms: this.now_ms });
    }
    return statement;
  }

  /** Statements that are still known, in the order in which they were given. */
  known(): Statement[] {
    return [...this.statements.values()].filter((one) => this.#isKnown(one));
  }

  statement(id: string): Statement {
    const found = this.statements.get(id);
    if (found === undefined || !this.#isKnown(found)) {
      throw new RedshiftError('ResourceNotFoundException', `Query ${id} does not exist`);
    }
    return found;
  }

  cancel(id: string): void {
    const statement = this.statement(id);
    if (ENDED.includes(statement.state)) {
      throw new RedshiftError('ValidationException', `Could not cancel a query that is ${statement.state}`);
    }
    this.#enter(statement, 'ABORTED');
  }

  #isKnown({ state, since_ms }: Statement): boolean {
    return !ENDED.includes(state) || this.now_ms - since_ms <= this.#settings.kept_ms;
  }

  #enter(statement: Statement, state: StatementState, error = ''): true {
    Object.assign(statement, { state, error, since_ms: this.now_ms });
    return true;
  }

  /** Whether it came into another state, from which it may come further. */
  async #move(statement: Statement): Promise<boolean> {
    const { step_ms, run_ms, execute } = this.#settings;
    const waited = this.now_ms - statement.since_ms;
    switch (statement.state) {
      case 'SUBMITTED':
        return waited >= step_ms && this.#enter(statement, 'PICKED');
      case 'PICKED':
        if (waited < step_ms) return false;
        statement.work = execute(statement.input.Sqls ?? []);
        return this.#enter(statement, 'STARTED');
      case 'STARTED':
        if (waited > run_ms) return this.#enter(statement, 'FAILED', 'Query reached the limit of 24 hours');
        return waited >= step_ms && !this.held && this.#finish(statement);
      default:
        return false;
    }
  }

  async #finish(statement: Statement): Promise<boolean> {
    const result = await (statement.work ?? Promise.resolve({ results: [], error: 'no work' }));
    statement.result = result;
    if (result.error !== null) return this.#enter(statement, 'FAILED', result.error);
    const largest = Math.max(0, ...result.results.map(({ records }) => sizeOf(records)));
    if (largest > this.#settings.result_bytes) {
      return this.#enter(statement, 'FAILED', 'Query result size exceeds the limit of 100 MB');
    }
    return this.#enter(statement, 'FINISHED');
  }
}

/** Bytes of a result. */
export function sizeOf(records: readonly unknown[]): number {
  return records.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(records));
}

function check(input: BatchInput): void {
  const bad = (message: string): never => {
    throw new RedshiftError('ValidationException', message);
  };
  const { Sqls = [], WorkgroupName, ClusterIdentifier } = input;
  if (Sqls.length < 1 || Sqls.length > 40) bad('Sqls must have 1 to 40 members');
  if (Sqls.some((sql) => Buffer.byteLength(sql) > 100_000)) bad('Query text is longer than 100 KB');
  if ((WorkgroupName === undefined) === (ClusterIdentifier === undefined)) {
    bad('Exactly one of WorkgroupName and ClusterIdentifier is required');
  }
  if ((input.Database ?? '') === '') bad('Database is required');
  if ((input.StatementName ?? '').length > 500) bad('StatementName is longer than 500 characters');
  if ((input.ClientToken ?? '').length > 64) bad('ClientToken is longer than 64 characters');
}
