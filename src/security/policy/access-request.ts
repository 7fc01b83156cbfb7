/** Who asks, as IAM knows them: a role or user of an account, a service of AWS, or nobody that signed. */
export type Requester =
  | { kind: 'identity'; arn: string; account: string }
  | { kind: 'service'; service: string }
  | { kind: 'anonymous' };

/**
 * One request: one action on one resource, by one requester, with its context.
 *
 * A key of the context that is absent is absent in the request; a list is a multivalued key, and an empty one is present without
 * values. Keys are compared without case.
 */
export type AccessRequest = {
  by: Requester;
  action: string;
  resource: string;
  /** Account that owns the resource. */
  owner: string;
  context: Readonly<Record<string, string | readonly string[]>>;
};

/** Values of a key of the context, or null where the request does not have it. */
export function contextValues(request: AccessRequest, key: string): readonly string[] | null {
  const wanted = key.toLowerCase();
  for (const [name, value] of Object.entries(request.context))
    if (name.toLowerCase() === wanted) return typeof value === 'string' ? [value] : value;
  return null;
}
