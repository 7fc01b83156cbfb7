/** Ends every field of a FIX message. */
export const fixSeparator = '\x01';

/** A whole FIX 4.4 message without line end: BeginString and BodyLength before the fields, CheckSum after. ASCII only. */
export function frameFixMessage(fields: readonly string[]): string {
  const body = `${fields.join(fixSeparator)}${fixSeparator}`;
  const message = `8=FIX.4.4${fixSeparator}9=${body.length}${fixSeparator}${body}`;
  let sum = 0;
  for (let at = 0; at < message.length; at += 1) sum += message.charCodeAt(at);
  return `${message}10=${String(sum % 256).padStart(3, '0')}${fixSeparator}`;
}
