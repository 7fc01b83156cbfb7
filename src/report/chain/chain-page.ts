import type { ChainedEvent, EvidenceChain } from '../../domain/generated/evidence-chain.js';
import { formatNewYork, formatUtc } from '../format-time.js';
import { groupBy } from '../group-by.js';
import { mark } from '../mark.js';
import { moreOf } from '../more-of.js';
import type { Block, Page, Row, Span, Table } from '../page.js';
import { cutText } from '../visible-text.js';
import type { ChainStep } from './chain-step.js';

const mostEvents = 200;
const longestRecord = 500;

/** The chain and what its check found as a page. At most 200 events are listed, those with a link that does not hold first. */
export function chainPage(chain: EvidenceChain, steps: readonly ChainStep[]): Page {
  const { alert, lake } = chain;
  const links = (caption: string, link: ChainStep['link']) =>
    stepBlocks(
      caption,
      steps.filter((item) => item.link === link),
    );
  return {
    title: `Evidence of alert ${alert.alert_id.slice(0, 12)}`,
    lead: `${alert.pattern_id} version ${alert.pattern_version}, severity ${alert.severity}, score ${alert.score}, trade date ${alert.trade_date}; lake ${lake}.`,
    opening: [verdict(steps)],
    sections: [
      {
        title: 'From alert to source line',
        blocks: [...links('The alert', 'alert'), eventTable(chain, steps)],
      },
      {
        title: 'From object to the call that wrote it',
        blocks: [
          ...links('Objects of the lake, by the hash that the entry of their feed names', 'object'),
          ...links('Calls in verified logs of CloudTrail that wrote them', 'write'),
        ],
      },
      {
        title: 'From log to signature',
        blocks: [
          ...links('Logs, by the hash that a digest names', 'log'),
          ...links(
            'Digests, by the signature of AWS; compare the fingerprint with what AWS lists for the region',
            'digest',
          ),
        ],
      },
      {
        title: 'Check it yourself',
        blocks: [
          {
            kind: 'paragraph',
            text: [
              'The JSON document beside this page carries everything that was compared. Nothing else is needed: ',
              { code: 'tapewarden audit chain --check FILE' },
            ],
          },
        ],
      },
    ],
  };
}

const marks: Readonly<Record<ChainStep['state'], Span>> = {
  confirmed: mark('complete', 'Confirmed'),
  broken: mark('failed', 'Broken'),
  missing: mark('incomplete', 'Not in the document'),
};

function verdict(steps: readonly ChainStep[]): Block {
  const count = (state: ChainStep['state']) => steps.filter((item) => item.state === state).length;
  const [broken, missing] = [count('broken'), count('missing')];
  const holds = broken === 0 && missing === 0;
  const state = holds ? 'complete' : 'failed';
  const figures = holds
    ? ` ${steps.length} links were checked.`
    : ` Of ${steps.length} links ${broken} are broken and ${missing} cannot be checked.`;
  return {
    kind: 'notice',
    state,
    blocks: [
      {
        kind: 'paragraph',
        text: [mark(state, holds ? 'Every link holds.' : 'Not every link holds.'), figures],
      },
    ],
  };
}

function stepBlocks(caption: string, steps: readonly ChainStep[]): Block[] {
  if (steps.length === 0) return [{ kind: 'paragraph', text: `${caption}: none in the document.` }];
  return [
    {
      kind: 'table',
      caption,
      columns: [{ title: 'Of', as: 'row' }, { title: 'State' }, { title: 'What was found' }],
      rows: steps.map(({ of, state, says }) => [
        { code: cutText(of, 300) },
        marks[state],
        cutText(says, 600),
      ]),
    },
  ];
}

function eventTable({ events }: EvidenceChain, steps: readonly ChainStep[]): Table {
  const ofEvents = groupBy(
    steps.filter(({ link }) => link === 'row' || link === 'line'),
    ({ of }) => of,
  );
  const own = (event: ChainedEvent) => ofEvents.get(event.event_id) ?? [];
  const holds = (event: ChainedEvent) => own(event).every(({ state }) => state === 'confirmed');
  const sorted = [...events.filter((event) => !holds(event)), ...events.filter(holds)];
  return {
    kind: 'table',
    caption: [
      "Events, their canonical rows and the records of the brokers' files that they were made of",
      ...moreOf('; ', Math.max(events.length - mostEvents, 0), 'document'),
    ],
    columns: [{ title: 'Time', as: 'time' }, { title: 'Event and record' }, { title: 'State' }],
    rows: sorted.slice(0, mostEvents).map((event) => eventRow(event, own(event))),
  };
}

function eventRow(event: ChainedEvent, own: readonly ChainStep[]): Row {
  const { event_ts_ns, event_id, text, source_line, source_byte_offset, source_sha256 } = event;
  const record = text === null ? [] : [{ small: { code: cutText(text, longestRecord) } }];
  const where = `line ${source_line ?? '?'}, byte ${source_byte_offset ?? '?'} of ${source_sha256 ?? '?'}`;
  return [
    { lines: [formatNewYork(event_ts_ns), { small: formatUtc(event_ts_ns) }] },
    { lines: [{ code: event_id }, ...record, { small: where }] },
    {
      lines: own.map(({ link, state, says }) => ({
        small: [`${link} `, marks[state], ` ${cutText(says, 300)}`],
      })),
    },
  ];
}
