/** From so many values on, one in a hundred may be a mistake. */
const MANY = 100;

/** Whether a test holds for all values; of many, for all but one in a hundred. */
export function nearlyAll<Value>(values: readonly Value[], test: (value: Value) => boolean): boolean {
  const good = values.reduce((count, value) => (test(value) ? count + 1 : count), 0);
  return values.length > 0 && (values.length < MANY ? good === values.length : good >= values.length * 0.99);
}
