export const SOH = String.fromCharCode(1);

/** How a message is framed: its separator, and BodyLength or CheckSum other than the right ones. */
type Framing = { separator?: string; length?: string; sum?: string; begin?: string };

/** A FIX message of `tag=value` fields with right length and checksum, unless told otherwise; characters are bytes. */
export function framed(fields: readonly string[], framing: Framing = {}): string {
  const body = fields.map((field) => `${field}${SOH}`).join('');
  const head = `8=${framing.begin ?? 'FIX.4.4'}${SOH}9=${framing.length ?? body.length}${SOH}`;
  const sum = Buffer.from(head + body, 'latin1').reduce((total, byte) => total + byte, 0) % 256;
  const message = `${head}${body}10=${framing.sum ?? String(sum).padStart(3, '0')}${SOH}`;
  return message.replaceAll(SOH, framing.separator ?? SOH);
}

/** Entries of a repeating group as fields: its count, then each entry's. */
export function groupOf(count: number, entries: readonly (readonly string[])[]): string[] {
  return [`${count}=${entries.length}`, ...entries.flat()];
}
