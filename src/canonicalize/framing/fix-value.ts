/** Where a value lies in a buffer; the same start and stop where there is none. */
export type FixRange = { start: number; stop: number };

/** Whether the bytes of a range are a value. */
export function isValue(value: Buffer, buffer: Buffer, { start, stop }: FixRange): boolean {
  if (stop - start !== value.length) return false;
  for (let index = 0; index < value.length; index += 1) {
    if (buffer[start + index] !== value[index]) return false;
  }
  return true;
}
