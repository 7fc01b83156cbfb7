import { AwsJsonFake } from '../aws-json-fake.js';
import {
  AthenaError,
  type AthenaSettings,
  AthenaState,
  type FakeQuery,
  type QueryInput,
} from './athena-state.js';

type Asked = {
  QueryExecutionId?: string;
  QueryExecutionIds?: string[];
  WorkGroup?: string;
  NextToken?: string;
  MaxResults?: number;
};

/**
 * The part of Athena that tapewarden calls, as an HTTP server that speaks its JSON.
 *
 * Each look at a query lets `look_ms` pass, so that a client that polls sees every state. Results come `page_rows` at a time, the
 * line with the names of the columns first.
 */
export class FakeAthena extends AwsJsonFake {
  readonly state: AthenaState;
  look_ms = 1_000;
  page_rows = 1_000;
  list_rows = 50;

  private constructor(settings: AthenaSettings) {
    super('AmazonAthena');
    this.state = new AthenaState(settings);
  }

  /** A server that listens on a free port of this machine, with what runs its SQL. */
  static async start(
    settings: Partial<AthenaSettings> & Pick<AthenaSettings, 'execute'>,
  ): Promise<FakeAthena> {
    const minute = 60_000;
    const fake = new FakeAthena({
      ...{ concurrent: 20, active: 150, token_memory_ms: 8 * 60 * minute },
      ...{ kept_ms: 45 * 24 * 60 * minute, run_ms: 30 * minute, step_ms: 1_000, ...settings },
    });
    return fake.listen();
  }

  protected async act(operation: string, body: string): Promise<object> {
    const asked = JSON.parse(body) as Asked;
    const id = asked.QueryExecutionId ?? '';
    switch (operation) {
      case 'StartQueryExecution':
        return { QueryExecutionId: this.state.start(JSON.parse(body) as QueryInput).id };
      case 'GetQueryExecution':
        await this.state.advance(this.look_ms);
        return { QueryExecution: described(this.state.query(id)) };
      case 'BatchGetQueryExecution':
        return this.#batch(asked.QueryExecutionIds ?? []);
      case 'StopQueryExecution':
        this.state.stop(id);
        return {};
      case 'ListQueryExecutions':
        return this.#list(asked);
      case 'GetQueryResults':
        return this.#results(this.state.query(id), asked);
      case 'GetWorkGroup':
        return this.#group(asked.WorkGroup ?? '');
      default:
        throw new AthenaError('UnknownOperationException', operation, 404);
    }
  }

  #batch(ids: readonly string[]): object {
    if (ids.length > 50) throw new AthenaError('InvalidRequestException', 'at most 50 ids');
    const known = this.state.known().filter((query) => ids.includes(query.id));
    return { QueryExecutions: known.map(described) };
  }

  #list({ WorkGroup, NextToken = '0', MaxResults = 50 }: Asked): object {
    if (MaxResults > 50) throw new AthenaError('InvalidRequestException', 'MaxResults is larger than 50');
    const own = this.state.known().filter(({ input }) => input.WorkGroup === WorkGroup);
    const newest = own.reverse().map(({ id }) => id);
    const [from, to] = [Number(NextToken), Number(NextToken) + Math.min(MaxResults, this.list_rows)];
    return {
      QueryExecutionIds: newest.slice(from, to),
      ...(to < newest.length ? { NextToken: String(to) } : {}),
    };
  }

  #results({ state, result, id }: FakeQuery, { NextToken = '0', MaxResults = 1_000 }: Asked): object {
    if (MaxResults > 1_000)
      throw new AthenaError('InvalidRequestException', 'MaxResults is larger than 1000');
    if (state !== 'SUCCEEDED' || result === null) {
      throw new AthenaError('InvalidRequestException', `Query ${id} has not yet finished: ${state}`);
    }
    const lines: (string | null)[][] = [result.columns, ...result.rows];
    const [from, to] = [Number(NextToken), Number(NextToken) + Math.min(MaxResults, this.page_rows)];
    return {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: result.columns.map((Name) => ({ Name, Type: 'varchar' })) },
        Rows: lines.slice(from, to).map((line) => ({
          Data: line.map((value) => (value === null ? {} : { VarCharValue: value })),
        })),
      },
      ...(to < lines.length ? { NextToken: String(to) } : {}),
    };
  }

  #group(name: string): object {
    const limit = this.state.groups.get(name);
    if (limit === undefined) {
      throw new AthenaError('InvalidRequestException', `WorkGroup ${name} is not found.`);
    }
    const Configuration = {
      EnforceWorkGroupConfiguration: false,
      ...this.state.configurations.get(name),
      ...(limit === null ? {} : { BytesScannedCutoffPerQuery: limit }),
    };
    return {
      WorkGroup: { Name: name, State: this.state.disabled.has(name) ? 'DISABLED' : 'ENABLED', Configuration },
    };
  }
}

function described({ id, input, state, reason, created_ms, queued_ms, bytes }: FakeQuery): object {
  return {
    ...{ QueryExecutionId: id, Query: input.QueryString, WorkGroup: input.WorkGroup, StatementType: 'DML' },
    QueryExecutionContext: input.QueryExecutionContext,
    ResultConfiguration: {
      ...input.ResultConfiguration,
      OutputLocation: `${input.ResultConfiguration?.OutputLocation}${id}.csv`,
    },
    Status: {
      State: state,
      ...(reason === '' ? {} : { StateChangeReason: reason }),
      SubmissionDateTime: created_ms / 1000,
    },
    Statistics: { QueryQueueTimeInMillis: queued_ms, DataScannedInBytes: bytes },
  };
}
