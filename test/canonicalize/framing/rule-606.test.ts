import { expect, test } from 'vitest';
import { XmlCutter } from '../../../src/canonicalize/framing/xml-cutter.js';
import { recordEvents } from '../support/record-events.js';

/**
 * A report of held orders in the style of SEC Rule 606(a): one record for each venue of each section of each month.
 *
 * No canonical dataset holds order routing statistics, so that this is no feed; it shows that such a report can be read.
 */
const report = `<?xml version="1.0" encoding="UTF-8"?>
<heldOrderRoutingPublicReport>
 <version>1.0</version>
 <bd>Elm Securities LLC</bd>
 <year>2026</year>
 <qtr>4</qtr>
 <rMonthly>
  <year>2026</year>
  <mon>11</mon>
  <rSP500>
   <ndoPct>97.50</ndoPct>
   <rVenues>
    <rVenue>
     <name>Bats &amp; Co</name><mic>BATS</mic>
     <orderPct>60.25</orderPct>
     <netPmtPaidRecvMarketOrdersUsd>-1234.56</netPmtPaidRecvMarketOrdersUsd>
     <materialAspects>Tiered rebates.</materialAspects>
     <materialAspects>No minimum volume.</materialAspects>
    </rVenue>
    <rVenue><name>Other</name><orderPct>39.75</orderPct></rVenue>
   </rVenues>
  </rSP500>
  <rOtherStocks>
   <rVenues>
    <rVenue><name>Nasdaq</name><mic>XNAS</mic><orderPct>100.00</orderPct></rVenue>
   </rVenues>
  </rOtherStocks>
  <rOptions/>
 </rMonthly>
 <rMonthly>
  <year>2026</year>
  <mon>12</mon>
  <rSP500/>
  <rOtherStocks/>
  <rOptions><rVenues><rVenue><name>Cboe</name><mic>XCBO</mic><orderPct>100.00</orderPct></rVenue></rVenues></rOptions>
 </rMonthly>
</heldOrderRoutingPublicReport>
`;

const root = '/heldOrderRoutingPublicReport';
const month = `${root}/rMonthly`;
const fields = [
  { name: 'broker', path: `${root}/bd` },
  { name: 'year', path: `${month}/year` },
  { name: 'month', path: `${month}/mon` },
  { name: 'section', path: '../../local-name()' },
  { name: 'notDirected', path: `${month}/rSP500/ndoPct` },
  { name: 'venue', path: 'name' },
  { name: 'mic', path: 'mic' },
  { name: 'share', path: 'orderPct' },
  { name: 'payment', path: 'netPmtPaidRecvMarketOrdersUsd' },
  { name: 'aspects', path: 'materialAspects', repeat: 'joined' as const },
];

test('every venue of every section of every month is a record with what stands around it', () => {
  const events: string[] = [];
  const cutter = new XmlCutter({
    sink: recordEvents(events),
    file: 'f',
    limit: 1 << 18,
    reading: {
      records: ['rSP500', 'rOtherStocks', 'rOptions'].map((section) => `${month}/${section}/rVenues/rVenue`),
      fields: fields.map((field) => ({ repeat: 'fault' as const, ...field })),
      controls: [],
      namespace: null,
      trim: true,
      encodings: ['utf-8'],
    },
  });
  cutter.push(Buffer.from(report));
  cutter.end();
  const places = [...report.matchAll(/<rVenue>/g)].map(
    ({ index }) => `${report.slice(0, index).split('\n').length} @${index}`,
  );
  expect(events.map((event) => event.replaceAll('\u001f', '|'))).toEqual([
    `${places[0]} Elm Securities LLC|2026|11|rSP500|97.50|Bats & Co|BATS|60.25|-1234.56|Tiered rebates. No minimum volume.`,
    `${places[1]} Elm Securities LLC|2026|11|rSP500|97.50|Other||39.75||`,
    `${places[2]} Elm Securities LLC|2026|11|rOtherStocks||Nasdaq|XNAS|100.00||`,
    `${places[3]} Elm Securities LLC|2026|12|rOptions||Cboe|XCBO|100.00||`,
  ]);
});
