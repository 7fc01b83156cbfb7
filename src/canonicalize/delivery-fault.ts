import type { Place } from '../domain/diagnostic.js';
import type { DeliveryFault, DeliveryFaultCode, DeliveryFaultData } from './diagnostics.js';

/** A fault of a whole delivery; keeps code and data of one type together. */
export function deliveryFault<Code extends DeliveryFaultCode>(
  code: Code,
  at: Place,
  data: DeliveryFaultData[Code],
): DeliveryFault {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, severity: 'error', at, data } as DeliveryFault;
}
