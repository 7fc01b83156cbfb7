/** Members whose own names are data. */
const DATA = ['tags'];

/** A request of an AWS client as Step Functions takes it: every member begins with a capital letter, but for names that are data. */
export function pascalKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      DATA.includes(name) ? member : pascalKeys(member),
    ]),
  );
}
