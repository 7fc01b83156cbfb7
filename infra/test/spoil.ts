import {
  listOf,
  type PolicyDocument,
  type PolicyStatement,
} from '../../src/security/policy/policy-document.js';
import type { StagePolicies } from './policies-of.js';

/** A mistake as people make it, and how it spoils a copy of the policies. */
export type Mistake = { what: string; spoil: (policies: StagePolicies) => void };

type Spoil = (statement: PolicyStatement) => void;

/** Spoils one statement of the policies of all buckets that have it. */
export function inBuckets(sid: string, spoil: Spoil): Mistake['spoil'] {
  return ({ buckets }) => each(Object.values(buckets), sid, spoil);
}

export function each(documents: readonly PolicyDocument[], sid: string, spoil: Spoil): void {
  const found = documents.flatMap(({ Statement }) => listOf(Statement)).filter(({ Sid }) => Sid === sid);
  if (found.length === 0) throw new Error(`no statement ${sid} to spoil`);
  for (const statement of found) spoil(statement);
}

export function only(documents: Record<string, PolicyDocument>, name: string): PolicyDocument[] {
  const found = documents[name];
  return found === undefined ? [] : [found];
}

export function inKeys(sid: string, spoil: Spoil): Mistake['spoil'] {
  return ({ keys }) => each(Object.values(keys), sid, spoil);
}

export function inSecrets(sid: string, spoil: Spoil): Mistake['spoil'] {
  return ({ secrets }) => each(Object.values(secrets), sid, spoil);
}

export function inEndpoint(service: string, sid: string, spoil: Spoil): Mistake['spoil'] {
  return ({ endpoints }) => each(only(endpoints, service), sid, spoil);
}

export function inRoles(sid: string, spoil: Spoil): Mistake['spoil'] {
  return ({ roles }) => each(Object.values(roles), sid, spoil);
}

export const gone: Spoil = (statement) => {
  statement.Effect = 'Deny';
  statement.Resource = 'arn:aws:s3:::nowhere';
};

/** Renames an operator, keeping its keys. */
export function operator(from: string, to: string): Spoil {
  return ({ Condition }) => {
    if (Condition?.[from] === undefined) throw new Error(`no operator ${from}`);
    Condition[to] = { ...Condition[to], ...Condition[from] };
    delete Condition[from];
  };
}

export function without(name: string, key?: string): Spoil {
  return ({ Condition }) => {
    if (Condition?.[name] === undefined) throw new Error(`no operator ${name}`);
    if (key === undefined || Object.keys(Condition[name]).length === 1) delete Condition[name];
    else delete Condition[name][key];
  };
}

export function also(name: string, key: string, value: string | string[]): Spoil {
  return ({ Condition = {} }) => {
    Condition[name] = { ...Condition[name], [key]: value };
  };
}

export const together = (...spoils: Mistake['spoil'][]): Mistake['spoil'] => {
  return (policies) => {
    for (const spoil of spoils) spoil(policies);
  };
};
export const onlyObjects: Spoil = (statement) => {
  statement.Resource = listOf(statement.Resource).filter((arn) => arn.endsWith('/*'));
};
export const onlyBucket: Spoil = (statement) => {
  statement.Resource = listOf(statement.Resource).filter((arn) => !arn.endsWith('/*'));
};

/** Puts other parts in place of those of a statement. */
export function set(parts: (statement: PolicyStatement) => Partial<PolicyStatement>): Spoil {
  return (statement) => void Object.assign(statement, parts(statement));
}

export function inTurn(...spoils: Spoil[]): Spoil {
  return (statement) => {
    for (const spoil of spoils) spoil(statement);
  };
}
