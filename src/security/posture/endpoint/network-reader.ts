import type { RouteTable, SecurityGroup, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Answer } from '../answer.js';

/** What EC2 tells of a network. */
export interface NetworkReader {
  readonly endpoint: (id: string) => Promise<Answer<VpcEndpoint>>;
  /** All route tables of a VPC. */
  readonly route_tables: (vpc: string) => Promise<Answer<readonly RouteTable[]>>;
  readonly security_groups: (ids: readonly string[]) => Promise<Answer<readonly SecurityGroup[]>>;
}
