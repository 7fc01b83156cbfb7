import { type AthenaClient, GetQueryResultsCommand } from '@aws-sdk/client-athena';
import { invariant } from '../../domain/invariant.js';
import { callService, type ServiceCalls } from '../call-service.js';

const PAGE = 1_000;

/** The rows of a query, values in the order of its columns; the first line, which repeats their names, is left out. */
export async function readAthenaRows(
  client: AthenaClient,
  calls: ServiceCalls,
  QueryExecutionId: string,
): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  let NextToken: string | undefined;
  do {
    const input = { QueryExecutionId, MaxResults: PAGE, NextToken };
    const page = await callService(calls, 'GetQueryResults', () =>
      client.send(new GetQueryResultsCommand(input)),
    );
    const own = (page.ResultSet?.Rows ?? []).map(({ Data = [] }) =>
      Data.map(({ VarCharValue }) => VarCharValue ?? null),
    );
    if (NextToken === undefined) {
      const names = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name }) => Name);
      invariant(JSON.stringify(own[0]) === JSON.stringify(names), "a query's first line names its columns");
      own.shift();
    }
    rows.push(...own);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rows;
}
