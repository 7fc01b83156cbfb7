/** A policy as JSON has it: single values may stand without their list. */
export type PolicyDocument = { Version?: string; Statement: PolicyStatement | PolicyStatement[] };

/** One statement. A resource policy names principals, an identity policy does not. */
export type PolicyStatement = {
  Sid?: string;
  Effect: string;
  Principal?: PolicyPrincipal;
  NotPrincipal?: PolicyPrincipal;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, Values>>;
};

/** `*`, or ARNs, account ids and services by kind. */
export type PolicyPrincipal = '*' | Readonly<Record<string, string | string[]>>;

/** Values as a condition has them. */
export type Values = string | number | boolean | (string | number | boolean)[];

/** A value or its list, as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
