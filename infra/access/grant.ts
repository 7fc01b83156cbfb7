/** What a role may do; `why` wherever a resource holds a wildcard. */
export type Grant = {
  sid: string;
  actions: string[];
  resources: string[];
  conditions?: Record<string, object>;
  why?: string;
};
