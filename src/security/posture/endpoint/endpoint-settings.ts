import type { PolicyDocument } from '../../policy/policy-document.js';

/** What of a VPC endpoint is judged. */
export type VpcEndpoint = {
  readonly state: string;
  /** `Gateway`, or `Interface` with an address in subnets. */
  readonly type: string;
  /** `com.amazonaws.us-east-1.s3`. */
  readonly service: string;
  readonly vpc: string;
  /** Null where none is set, which lets everything through. */
  readonly policy: PolicyDocument | null;
  readonly private_dns: boolean;
};

/** A route that leads out of the VPC: `rtb-1 sends 0.0.0.0/0 to nat-1`. */
export type WayOut = { readonly table: string; readonly destination: string; readonly target: string };

/** The settings of a VPC endpoint, and of what it stands in, by name. */
export type EndpointSettings = {
  endpoint: VpcEndpoint;
  /** Of the route tables of a gateway, or of the subnets of an interface. */
  routes: { readonly tables: readonly string[]; readonly ways_out: readonly WayOut[] };
  /** What the security groups of an interface let in from anywhere: `sg-1 tcp 443 from 0.0.0.0/0`; a gateway has none. */
  'security groups': { readonly groups: readonly string[]; readonly open: readonly string[] };
};

/** The endpoint that is judged, and who uses it for what. */
export type JudgedEndpoint = {
  readonly id: string;
  readonly region: string;
  readonly account: string;
  readonly roles: readonly string[];
  readonly bucket: string;
};
