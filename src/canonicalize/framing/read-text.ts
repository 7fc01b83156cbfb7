import { readRawText } from '../../lake/raw-text/read-raw-text.js';
import { type TextForm, textLimits } from '../../lake/raw-text/text-form.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';

/**
 * The text of a delivery as UTF-8, in pieces; a refusal in their place ends them. `name` names the delivery in faults,
 * `line` answers the last line that the text so far holds.
 *
 * Refusals: compression-*, archive-*, encoding-*, text-too-large. Throws `file-unreadable`.
 */
export async function* readText(
  file: string,
  options: TextForm & { name: string; line: () => number },
): AsyncGenerator<Buffer | DeliveryFault> {
  for await (const text of readRawText(file, options)) {
    if (Buffer.isBuffer(text)) yield text;
    else yield deliveryFault(text.code, { file: options.name, line: options.line() + 1 }, text.data);
  }
}

/** How the bytes of a feed's deliveries become text. */
export function feedTextForm({ spec }: Feed): TextForm {
  const { compression, encoding } = spec.format;
  return { compression, encoding, limits: textLimits(spec.limits) };
}
