import { ListDatabasesCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { clientOptions, type ServicePlace } from '../../store/client-options.js';
import { callService, type ServiceCalls } from '../call-service.js';
import { nameOfWarehouse, type RedshiftPlace, warehouseOf } from './redshift-place.js';

/** What of a place says how a warehouse is reached. */
export type ProbedPlace = ServicePlace &
  Pick<RedshiftPlace, 'database' | 'secret_arn' | 'db_user' | 'classes'>;

/**
 * Connects to the Redshift warehouse of a class, as its jobs will, and tells in words what it found. One that rests is woken.
 *
 * Throws `redshift-database-missing`, and what `callService` throws.
 */
export async function probeWarehouse(
  place: ProbedPlace,
  workload: Parameters<typeof warehouseOf>[1]['workload'],
  calls: Omit<ServiceCalls, 'service'>,
): Promise<string> {
  const warehouse = warehouseOf(place, { workload });
  const { database, secret_arn, db_user } = place;
  const client = new RedshiftDataClient(clientOptions(place));
  try {
    const known: string[] = [];
    let NextToken: string | undefined;
    do {
      const input = {
        ...{ ...warehouse, Database: database, NextToken },
        ...(secret_arn === undefined ? {} : { SecretArn: secret_arn }),
        ...(db_user === undefined ? {} : { DbUser: db_user }),
      };
      const page = await callService({ ...calls, service: 'redshift-data' }, 'ListDatabases', () =>
        client.send(new ListDatabasesCommand(input)),
      );
      known.push(...(page.Databases ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    const name = nameOfWarehouse(warehouse);
    if (known.includes(database)) return `warehouse ${name}, database ${database}`;
    throw new OperationalFailure('redshift-database-missing', { warehouse: name, database, known });
  } finally {
    client.destroy();
  }
}
