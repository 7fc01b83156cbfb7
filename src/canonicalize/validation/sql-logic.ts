/** SQL that is true where all conditions are; conditions that are always true are left out. */
export function all(conditions: readonly string[]): string {
  const open = [...new Set(conditions)].filter((condition) => condition !== 'true');
  if (open.includes('false')) return 'false';
  if (open.length === 0) return 'true';
  return open.length === 1 ? (open[0] as string) : `(${open.join(' AND ')})`;
}

/** SQL that is true where one of the conditions is. */
export function any(conditions: readonly string[]): string {
  const open = [...new Set(conditions)].filter((condition) => condition !== 'false');
  if (open.includes('true')) return 'true';
  if (open.length === 0) return 'false';
  return open.length === 1 ? (open[0] as string) : `(${open.join(' OR ')})`;
}

/** SQL that is true where the condition, which is never null, is false. */
export function no(condition: string): string {
  if (condition === 'true') return 'false';
  return condition === 'false' ? 'true' : `(NOT ${condition})`;
}

/** SQL that is true where exactly one of several conditions is. */
export function exactlyOne(conditions: readonly string[]): string {
  const certain = conditions.filter((condition) => condition === 'true').length;
  const open = conditions.filter((condition) => condition !== 'true' && condition !== 'false');
  if (open.length === 0) return certain === 1 ? 'true' : 'false';
  return `(${open.map((condition) => `CAST(${condition} AS TINYINT)`).join(' + ')}) = ${1 - certain}`;
}
