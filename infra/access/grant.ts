/** What a role may do; `why` wherever a resource holds a wildcard. */
export type Grant = {
  sid: string;
  actions: string[];
  resources: string[];
  conditions?: Record<string, object>;
  why?: string;
};

/** Reasons of a grant by the findings of cdk-nag that they answer: each wildcard is one of its own. Throws where one has no reason. */
export function wildcardReasons(
  { resources, why }: Grant,
  resolve: (value: string) => unknown,
): [finding: string, reason: string][] {
  return resources
    .map((resource) => written(resolve(resource)))
    .filter((resource) => resource.includes('*'))
    .map((resource) => {
      if (why === undefined) throw new Error(`${resource}: a wildcard needs its reason`);
      return [`AwsSolutions-IAM5[Resource::${resource}]`, why];
    });
}

// A resource as cdk-nag names it in a finding: an imported value by the name of its export.
function written(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const join = (resource as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  if (join !== undefined) return join[1].map(written).join(join[0]);
  return String((resource as { 'Fn::ImportValue'?: string })['Fn::ImportValue']);
}
