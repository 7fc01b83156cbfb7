import { AwsJsonError } from '../aws-json-fake.js';
/** States of a query as the service names them. */
export type QueryState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** A request to run a query, as it arrives. */
export type QueryInput = {
  QueryString?: string;
  ClientRequestToken?: string;
  WorkGroup?: string;
  QueryExecutionContext?: { Catalog?: string; Database?: string };
  ResultConfiguration?: {
    OutputLocation?: string;
    EncryptionConfiguration?: { EncryptionOption?: string; KmsKey?: string };
  };
};

/** What a query gave: names of columns, values as text, and the bytes that were read for it; or why it failed. */
export type QueryOutcome =
  | { columns: string[]; rows: (string | null)[][]; bytes: number }
  | { error: string };

export type FakeQuery = {
  id: string;
  input: QueryInput;
  state: QueryState;
  reason: string;
  created_ms: number;
  /** When it entered its state. */
  since_ms: number;
  queued_ms: number;
  bytes: number;
  work: Promise<QueryOutcome> | null;
  result: Extract<QueryOutcome, { rows: unknown }> | null;
};

/** What the fake's service allows, and what runs the SQL. */
export type AthenaSettings = {
  /** Queries that run at once; others are QUEUED. */
  concurrent: number;
  /** Queries that may be queued or run. */
  active: number;
  /** How long a client token is remembered; the service does not say. */
  token_memory_ms: number;
  /** How long a query and its result are known, and how long one may run. */
  kept_ms: number;
  run_ms: number;
  /** How long QUEUED and RUNNING last each at least. */
  step_ms: number;
  execute: (sql: string, database: string) => Promise<QueryOutcome>;
};

export class AthenaError extends AwsJsonError {}

const ENDED: readonly QueryState[] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** Queries of Athena with their state machine; time goes on only when it is told to. */
export class AthenaState {
  readonly queries = new Map<string, FakeQuery>();
  /** Work groups, each with the bytes that one query may read; null without a limit. */
  readonly groups = new Map<string, number | null>();
  /** What is configured of them besides, as GetWorkGroup tells it. */
  readonly configurations = new Map<string, object>();
  /** Those of them that are disabled. */
  readonly disabled = new Set<string>();
  readonly #tokens = new Map<string, { id: string; input: string; at_ms: number }>();
  readonly #settings: AthenaSettings;
  /** While true, what is RUNNING goes on and on. */
  held = false;
  now_ms = Date.parse('2026-11-20T23:00:00Z');

  constructor(settings: AthenaSettings) {
    this.#settings = settings;
  }

  /** Lets time pass and moves every query as far as it gets. */
  async advance(ms: number): Promise<void> {
    this.now_ms += ms;
    for (const query of this.queries.values()) {
      while (await this.#move(query));
    }
  }

  start(input: QueryInput): FakeQuery {
    this.#check(input);
    const text = JSON.stringify(input);
    const known = this.#tokens.get(input.ClientRequestToken ?? '');
    if (known !== undefined && this.now_ms - known.at_ms <= this.#settings.token_memory_ms) {
      if (known.input === text) return this.query(known.id);
      throw new AthenaError('InvalidRequestException', 'Idempotent parameters do not match');
    }
    if (this.known().filter(({ state }) => !ENDED.includes(state)).length >= this.#settings.active) {
      throw new AthenaError(
        'TooManyRequestsException',
        'You have exceeded the limit for the number of queries',
      );
    }
    const id = `00000000-0000-4000-8000-${String(this.queries.size + 1).padStart(12, '0')}`;
    const times = { created_ms: this.now_ms, since_ms: this.now_ms, queued_ms: 0 };
    const query: FakeQuery = {
      ...{ id, input, state: 'QUEUED', reason: '', ...times },
      ...{ bytes: 0, work: null, result: null },
    };
    this.queries.set(id, query);
    this.#tokens.set(input.ClientRequestToken ?? '', { id, input: text, at_ms: this.now_ms });
    return query;
  }

  /** Queries that are still known, in the order in which they were given. */
  known(): FakeQuery[] {
    return [...this.queries.values()].filter((one) => this.#isKnown(one));
  }

  query(id: string): FakeQuery {
    const found = this.queries.get(id);
    if (found === undefined || !this.#isKnown(found)) {
      throw new AthenaError('InvalidRequestException', `QueryExecution ${id} was not found`);
    }
    return found;
  }

  /** Stops a query; one that has ended stays as it ended. */
  stop(id: string): void {
    const query = this.query(id);
    if (!ENDED.includes(query.state)) this.#enter(query, 'CANCELLED', 'Query cancelled by user');
  }

  #isKnown({ state, since_ms }: FakeQuery): boolean {
    return !ENDED.includes(state) || this.now_ms - since_ms <= this.#settings.kept_ms;
  }

  #enter(query: FakeQuery, state: QueryState, reason = ''): true {
    if (query.state === 'QUEUED') query.queued_ms = this.now_ms - query.since_ms;
    Object.assign(query, { state, reason, since_ms: this.now_ms });
    return true;
  }

  /** Whether it came into another state, from which it may come further. */
  async #move(query: FakeQuery): Promise<boolean> {
    const { step_ms, run_ms, concurrent, execute } = this.#settings;
    const waited = this.now_ms - query.since_ms;
    if (query.state === 'QUEUED') {
      const running = this.known().filter(({ state }) => state === 'RUNNING').length;
      if (waited < step_ms || running >= concurrent) return false;
      const { QueryString = '', QueryExecutionContext: context = {} } = query.input;
      query.work = execute(QueryString, context.Database ?? 'default');
      return this.#enter(query, 'RUNNING');
    }
    if (query.state !== 'RUNNING') return false;
    if (waited > run_ms) return this.#enter(query, 'FAILED', 'Query timeout');
    return waited >= step_ms && !this.held && this.#finish(query);
  }

  async #finish(query: FakeQuery): Promise<boolean> {
    const outcome = await (query.work ?? Promise.resolve({ error: 'no work' }));
    if ('error' in outcome) return this.#enter(query, 'FAILED', outcome.error);
    const most = this.groups.get(query.input.WorkGroup ?? '') ?? null;
    query.bytes = outcome.bytes;
    if (most !== null && outcome.bytes > most) {
      return this.#enter(query, 'CANCELLED', 'Bytes scanned limit was exceeded');
    }
    query.result = outcome;
    return this.#enter(query, 'SUCCEEDED');
  }

  #check(input: QueryInput): void {
    const bad = (message: string): never => {
      throw new AthenaError('InvalidRequestException', message);
    };
    const { QueryString = '', ClientRequestToken: token = '', ResultConfiguration: result = {} } = input;
    if (QueryString === '' || Buffer.byteLength(QueryString) > 262_144) bad('QueryString has 1 to 262144');
    if (token.length < 32 || token.length > 128) bad('ClientRequestToken has 32 to 128 characters');
    if (!this.groups.has(input.WorkGroup ?? '')) bad(`WorkGroup ${input.WorkGroup} is not found.`);
    if (!(result.OutputLocation ?? '').startsWith('s3://')) bad('No output location provided.');
    const { EncryptionOption: option, KmsKey: key } = result.EncryptionConfiguration ?? {};
    if (option === 'SSE_KMS' && (key ?? '') === '') bad('KmsKey is required');
  }
}
