/** A setting of the function, which infra/ gives it. Throws where there is none: the function was deployed without it. */
export function lookUp(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set, expected infra/ to set it`);
  return value;
}

/** A setting that is a whole number; `otherwise` where it is not set. Throws where it is anything else. */
export function numberOf(name: string, otherwise: number): number {
  const value = process.env[name];
  if (value === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(value)) throw new Error(`${name} is "${value}", expected a whole number`);
  return Number(value);
}
