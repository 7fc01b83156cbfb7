import { AwsJsonFake } from '../aws-json-fake.js';
import type { FakeWarehouse } from './fake-warehouse.js';
import {
  type BatchInput,
  RedshiftError,
  type RedshiftSettings,
  RedshiftState,
  type Statement,
  sizeOf,
} from './redshift-state.js';

type Warehouse = { WorkgroupName?: string; ClusterIdentifier?: string; NextToken?: string };
type Asked = { Id?: string; NextToken?: string; StatementName?: string; MaxResults?: number };

/**
 * The part of the Redshift Data API that tapewarden calls, as an HTTP server that speaks its JSON.
 *
 * Each look at a statement lets `look_ms` pass, so that a client that polls sees every state. Results come `page_rows` at a time.
 */
export class FakeRedshift extends AwsJsonFake {
  readonly state: RedshiftState;
  look_ms = 1_000;
  page_rows = 500;
  list_rows = 100;
  /** Workgroups and clusters that are there, with their databases, for whoever lists them; statements need none. */
  readonly warehouses = new Map<string, readonly string[]>();

  private constructor(settings: RedshiftSettings) {
    super('RedshiftData');
    this.state = new RedshiftState(settings);
  }

  /** A server that listens on a free port of this machine, with a warehouse that runs what it is given. */
  static async start(
    warehouse: Pick<FakeWarehouse, 'run'>,
    settings: Partial<RedshiftSettings> = {},
  ): Promise<FakeRedshift> {
    const hour = 3_600_000;
    const fake = new FakeRedshift({
      ...{ active: 500, token_memory_ms: 8 * hour, kept_ms: 24 * hour, run_ms: 24 * hour, step_ms: 1_000 },
      result_bytes: 100_000_000,
      execute: (sqls) => warehouse.run(sqls),
      ...settings,
    });
    return fake.listen();
  }

  protected async act(operation: string, body: string): Promise<object> {
    const asked = JSON.parse(body) as Asked;
    switch (operation) {
      case 'BatchExecuteStatement': {
        const { id, input, created_ms } = this.state.execute(JSON.parse(body) as BatchInput);
        return { Id: id, Database: input.Database, CreatedAt: created_ms / 1000 };
      }
      case 'DescribeStatement':
        await this.state.advance(this.look_ms);
        return described(this.state.statement(asked.Id ?? ''));
      case 'CancelStatement':
        this.state.cancel(asked.Id ?? '');
        return { Status: true };
      case 'ListDatabases': {
        const { WorkgroupName, ClusterIdentifier, NextToken = '0' } = JSON.parse(body) as Warehouse;
        const databases = this.warehouses.get(WorkgroupName ?? ClusterIdentifier ?? '');
        if (databases === undefined) {
          throw new RedshiftError('ValidationException', "Redshift endpoint doesn't exist in this region.");
        }
        const [from, to] = [Number(NextToken), Number(NextToken) + this.list_rows];
        const more = to < databases.length ? { NextToken: String(to) } : {};
        return { Databases: databases.slice(from, to), ...more };
      }
      case 'ListStatements':
        return this.#list(asked);
      case 'GetStatementResult':
        return this.#result(asked);
      default:
        throw new RedshiftError('UnknownOperationException', operation, 404);
    }
  }

  #list({ StatementName = '', NextToken = '0', MaxResults = 100 }: Asked): object {
    if (MaxResults > 100) throw new RedshiftError('ValidationException', 'MaxResults is larger than 100');
    // Newest first, by the beginning of the name.
    const found = this.state
      .known()
      .filter(({ input }) => (input.StatementName ?? '').startsWith(StatementName))
      .reverse();
    const [from, to] = [Number(NextToken), Number(NextToken) + Math.min(MaxResults, this.list_rows)];
    return {
      Statements: found.slice(from, to).map(({ id, state, input }) => ({
        ...{ Id: id, Status: state, StatementName: input.StatementName, IsBatchStatement: true },
      })),
      ...(to < found.length ? { NextToken: String(to) } : {}),
    };
  }

  #result({ Id = '', NextToken = '0' }: Asked): object {
    const [id = '', part = ''] = Id.split(':');
    const { state, result } = this.state.statement(id);
    const one = result?.results[Number(part) - 1];
    if (state !== 'FINISHED' || one === undefined || one.columns.length === 0) {
      throw new RedshiftError('ResourceNotFoundException', 'Query does not have result');
    }
    const [from, to] = [Number(NextToken), Number(NextToken) + this.page_rows];
    return {
      Records: one.records.slice(from, to),
      ColumnMetadata: one.columns.map((name) => ({ name, label: name })),
      TotalNumRows: one.rows,
      ...(to < one.records.length ? { NextToken: String(to) } : {}),
    };
  }
}

function described({ id, input, state, error, result, created_ms, since_ms }: Statement): object {
  return {
    ...{ Id: id, Status: state, Database: input.Database, WorkgroupName: input.WorkgroupName },
    ...(error === '' ? {} : { Error: error }),
    ...{ CreatedAt: created_ms / 1000, UpdatedAt: since_ms / 1000, HasResultSet: false },
    Duration: 1_500_000,
    SubStatements: (input.Sqls ?? []).map((sql, index) => {
      const one = result?.results[index];
      const failed = result !== null && result.error !== null && index === result.results.length;
      return {
        Id: `${id}:${index + 1}`,
        Status:
          one === undefined
            ? failed
              ? 'FAILED'
              : state === 'ABORTED'
                ? 'ABORTED'
                : 'SUBMITTED'
            : 'FINISHED',
        QueryString: sql,
        ...(failed ? { Error: result.error } : {}),
        ...(one === undefined
          ? {}
          : {
              ...{ HasResultSet: one.columns.length > 0, ResultRows: one.rows },
              ...{ ResultSize: sizeOf(one.records), Duration: 1_500_000 },
            }),
      };
    }),
  };
}
