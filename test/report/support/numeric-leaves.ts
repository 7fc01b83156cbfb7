/** Members that tell which element of a list is which, so that order does not matter. */
const NAMES = [
  ...['feed', 'code', 'pattern_id', 'alert_id', 'job_id', 'key', 'commit_id', 'role', 'area'],
  ...['id', 'name', 'density', 'attempt', 'sha256', 'trade_date'],
];
/** Numbers that stand as text. */
const DECIMALS = [
  ...['usd', 'vcpu_hours', 'memory_gb_hours', 'storage_gb_hours'],
  ...['received_at_ns', 'late_by_ns'],
];

/** Every number of a document, and every exact amount that stands as text, by its path. */
export function numericLeaves(value: unknown, at = ''): Map<string, number | string> {
  if (typeof value === 'number') return new Map([[at, value]]);
  if (typeof value === 'string' && DECIMALS.includes(at.split('.').at(-1) ?? ''))
    return new Map([[at, value]]);
  if (typeof value !== 'object' || value === null) return new Map();
  const parts: (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((one: unknown, index) => [`${at}[${nameOf(one, index)}]`, one] as const)
    : Object.entries(value).map(([name, one]) => [at === '' ? name : `${at}.${name}`, one] as const);
  return new Map(parts.flatMap(([path, one]) => [...numericLeaves(one, path)]));
}

function nameOf(element: unknown, index: number): string {
  if (typeof element !== 'object' || element === null) return String(index);
  const members = element as Record<string, unknown>;
  const names = NAMES.flatMap((name) =>
    typeof members[name] === 'string' || name === 'attempt' ? [members[name]] : [],
  )
    .filter((name) => name !== undefined)
    .map(String);
  return names.length === 0 ? String(index) : names.join(' ');
}
