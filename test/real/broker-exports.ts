/** What becomes of one real broker export; `faults` are `line code field`. */
type ExpectedExport = {
  file: string;
  totals: { read: number; accepted: number; rejected: number; duplicates: number };
  faults: string[];
  /** Line and action of each row that moves cash only. */
  cash: string[];
  dates: string[];
  first: Record<string, string>;
};

/** Feed and expectation of each broker export. Prices in other currencies than dollars have no canonical column. */
export const brokerExports: [string, ExpectedExport][] = [
  [
    'schwab-exports',
    {
      file: 'schwab-transactions.csv',
      totals: { read: 7, accepted: 6, rejected: 1, duplicates: 0 },
      faults: [
        ...['Symbol', 'Quantity', 'Price'].map((field) => `2 key-missing ${field}`),
        '2 value-not-mapped Action',
        '2 column-missing order_id',
      ],
      cash: ['2: field "Action" is "MoneyLink Transfer", expected one of "Buy", "Sell"'],
      dates: ['2023-10-09', '2023-10-24', '2023-12-01', '2024-01-08', '2024-02-06', '2024-02-26'],
      // Midnight in New York, in daylight time.
      first: { source_line: '3', event_ts_ns: '1696824000000000000', side: 'buy' },
    },
  ],
  [
    'trading212-exports',
    {
      file: 'trading212-transactions.csv',
      totals: { read: 5, accepted: 2, rejected: 3, duplicates: 0 },
      faults: [
        '2 value-not-mapped Action',
        '2 column-missing symbol',
        ...[5, 6].map((line) => `${line} schema-violated Currency (Price / share)`),
      ],
      cash: ['2: field "Action" is "Deposit"'],
      dates: ['2024-05-02', '2024-06-27'],
      first: { source_line: '3', event_ts_ns: '1714660205123000000', side: 'buy' },
    },
  ],
  [
    'freetrade-exports',
    {
      file: 'freetrade-transactions.csv',
      totals: { read: 17, accepted: 2, rejected: 15, duplicates: 0 },
      faults: [
        '2 schema-violated Instrument Currency',
        ...['key-missing Order ID', 'value-not-mapped Type', 'value-not-decimal Quantity'].map(
          (f) => `3 ${f}`,
        ),
        ...['key-missing Order ID', 'value-not-mapped Type', 'column-missing symbol'].map((f) => `4 ${f}`),
        ...['key-missing Order ID', 'value-not-mapped Type', 'value-not-decimal Quantity'].map(
          (f) => `5 ${f}`,
        ),
        '6 value-not-decimal Quantity',
        '7 schema-violated Instrument Currency',
        ...[8, 9, 10].map((line) => `${line} value-not-decimal Quantity`),
        '11 schema-violated Instrument Currency',
        ...[12, 13, 14].map((line) => `${line} value-not-decimal Quantity`),
        ...['key-missing Order ID', 'value-not-mapped Type', 'column-missing symbol'].map((f) => `15 ${f}`),
        '16 value-not-decimal Quantity',
      ],
      cash: [
        '3: field "Type" is "DIVIDEND"',
        '4: field "Type" is "INTEREST_FROM_CASH"',
        '5: field "Type" is "DIVIDEND"',
        '15: field "Type" is "TOP_UP"',
      ],
      dates: ['2021-12-13', '2021-12-14'],
      first: { source_line: '17', event_ts_ns: '1639495113892000000', side: 'sell' },
    },
  ],
];
