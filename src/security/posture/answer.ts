/** What a call that reads a setting gave: its value, that nothing is set, or that it may not be read. */
export type Answer<Value> =
  | { readonly kind: 'set'; readonly value: Value }
  | { readonly kind: 'unset' }
  /** `permission` is the action of IAM that the caller lacks. */
  | { readonly kind: 'unreadable'; readonly permission: string; readonly reason: string };
