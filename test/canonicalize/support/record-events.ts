import { formatFault } from '../../../src/canonicalize/diagnostics.js';
import type { DocumentSink } from '../../../src/canonicalize/framing/record-cutter.js';

/** What a sink was told, as text: records in latin1, so that every byte shows. */
export function recordEvents(events: string[]): DocumentSink {
  return {
    record: ({ buffer, start, end, number, offset }) => {
      events.push(`${number} @${offset} ${buffer.toString('latin1', start, end)}`);
    },
    blank: ({ number, offset }) => events.push(`blank ${number} @${offset}`),
    oversized: ({ number, offset, bytes }) => events.push(`oversized ${number} @${offset} ${bytes}`),
    control: (part, { line, groups }) =>
      events.push(`${part} ${line} ${[...groups].map(([name, value]) => `${name}=${value}`).join(' ')}`),
    refuse: (fault) => events.push(`${formatFault(fault)} @${fault.at.byte_offset}`),
  };
}
