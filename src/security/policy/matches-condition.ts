import { BlockList, isIP, isIPv6 } from 'node:net';
import { type AccessRequest, contextValues } from './access-request.js';
import { matchesArn, matchesWildcard } from './matches-wildcard.js';
import { listOf, type PolicyStatement, type Values } from './policy-document.js';

/** A condition that cannot be evaluated here. */
export class UnknownOperator extends Error {
  constructor(operator: string) {
    super(`condition operator ${operator}: not known to the evaluator`);
  }
}

/** Whether two values match; for a negated operator, whether the positive one would. */
type Compare = (given: string, wanted: string) => boolean;

const number = (of: (given: number, wanted: number) => boolean): Compare => {
  return (given, wanted) => Number.isFinite(Number(given)) && of(Number(given), Number(wanted));
};
const date = (of: (given: number, wanted: number) => boolean): Compare => {
  return (given, wanted) => of(Date.parse(given), Date.parse(wanted));
};
const same: Compare = (given, wanted) => given === wanted;
const sameIgnoringCase: Compare = (given, wanted) => given.toLowerCase() === wanted.toLowerCase();
const like: Compare = (given, wanted) => matchesWildcard(wanted, given);
const arnLike: Compare = (given, wanted) => matchesArn(wanted, given);

/** Whether an address is in a range, as a policy writes it: `203.0.113.0/24`, or one address alone. */
const inRange: Compare = (given, wanted) => {
  const [address = '', bits] = wanted.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const given_family = isIPv6(given) ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || isIP(given) === 0 || family !== given_family) return false;
  const range = new BlockList();
  range.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  return range.check(given, family);
};

const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringLike: like,
  NumericEquals: number((given, wanted) => given === wanted),
  NumericLessThan: number((given, wanted) => given < wanted),
  NumericLessThanEquals: number((given, wanted) => given <= wanted),
  NumericGreaterThan: number((given, wanted) => given > wanted),
  NumericGreaterThanEquals: number((given, wanted) => given >= wanted),
  DateEquals: date((given, wanted) => given === wanted),
  DateLessThan: date((given, wanted) => given < wanted),
  DateGreaterThan: date((given, wanted) => given > wanted),
  Bool: sameIgnoringCase,
  IpAddress: inRange,
  // AWS lets ArnEquals and ArnLike do the same.
  ArnEquals: arnLike,
  ArnLike: arnLike,
};

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/**
 * Whether the conditions of a statement hold: all operators, all keys of each, any value of a key.
 *
 * A key that the request lacks does not match, except for a negated operator, `…IfExists`, `ForAllValues:` and `Null: true`. Throws on
 * an operator that is not known, because guessing would be a verdict.
 */
export function conditionsHold(statement: PolicyStatement, request: AccessRequest): boolean {
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, { key, wanted }, request)),
  );
}

type Wish = { key: string; wanted: Values };

function holds(operator: string, { key, wanted }: Wish, request: AccessRequest): boolean {
  const given = contextValues(request, key);
  const values = listOf(wanted).map((value) => filledIn(String(value), request));
  if (operator === 'Null') return values.some((value) => (value.toLowerCase() === 'true') === lacks(given));
  const { set, name, if_exists } = parsed(operator);
  const positive = NEGATED[name] ?? name;
  const compare = OPERATORS[positive];
  if (compare === undefined) throw new UnknownOperator(operator);
  const negated = positive !== name;
  if (given === null || given.length === 0)
    return if_exists || set === 'ForAllValues' || (negated && set === null);
  const matches = (value: string): boolean => values.some((wish) => compare(value, wish)) !== negated;
  if (set === 'ForAllValues') return given.every(matches);
  if (set === 'ForAnyValue') return given.some(matches);
  return given.every(matches);
}

function lacks(given: readonly string[] | null): boolean {
  return given === null || given.length === 0;
}

function parsed(operator: string): { set: string | null; name: string; if_exists: boolean } {
  const [first = '', second] = operator.split(':');
  const set = second === undefined ? null : first;
  if (set !== null && set !== 'ForAllValues' && set !== 'ForAnyValue') throw new UnknownOperator(operator);
  const name = second ?? first;
  const if_exists = name.endsWith('IfExists');
  return { set, name: if_exists ? name.slice(0, -'IfExists'.length) : name, if_exists };
}

/** A value with its variables (`${aws:userid}`) filled in; one that the request lacks leaves a text that nothing equals. */
export function filledIn(value: string, request: AccessRequest): string {
  return value.replace(/\$\{([^}]+)\}/g, (whole, key: string) => {
    if (key === '*' || key === '?' || key === '$') return key;
    return contextValues(request, key)?.[0] ?? whole;
  });
}
