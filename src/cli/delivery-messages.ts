import { visible } from '../domain/diagnostic.js';
import type { DeliveryOutcome } from '../domain/generated/run.js';

/** What is to be said of a delivery, a line each: why it was refused, or what its feed decided for the broker. */
export function deliveryMessages({ file, refusals, notices = [] }: DeliveryOutcome): string[] {
  return [
    ...refusals.map(({ message }) => message),
    ...notices.map(({ code, message }) => `${file}: ${message} [${code}]`),
  ].map(visible);
}
