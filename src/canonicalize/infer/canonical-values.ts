/** What brokers' codes mean, by canonical column and value; compared in upper case without blanks, dashes and underscores. */
const MEANINGS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  event_type: {
    new: ['N', 'NEW', 'NW', 'MENO', 'ENTER', 'ENTERED'],
    route: ['ROUTE', 'ROUTED', 'RTE', 'RT', 'MEOR'],
    accept: ['A', 'ACK', 'ACC', 'ACCEPT', 'ACCEPTED', 'MEOA'],
    modify: ['R', 'REP', 'REPLACE', 'REPLACED', 'MOD', 'MODIFY', 'MODIFIED', 'AMEND', 'AMENDED', 'MEOM'],
    cancel: ['C', 'CXL', 'CAN', 'CNL', 'CANCEL', 'CANCELED', 'CANCELLED', 'MEOC'],
    reject: ['X', 'REJ', 'REJECT', 'REJECTED'],
    expire: ['E', 'EXP', 'EXPIRE', 'EXPIRED'],
    fill: ['F', 'FILL', 'FILLED', 'EXE', 'EXEC', 'EXECUTION', 'TRADE', 'PARTIALFILL', 'MEOT'],
    allocation: ['ALLOC', 'ALLOCATION', 'MEPA'],
  },
  side: {
    buy: ['B', 'BUY', 'BOUGHT', 'BOT', '1'],
    sell: ['S', 'SELL', 'SOLD', 'SLD', 'SL', '2'],
    sell_short: ['SS', 'SHORT', 'SELLSHORT', 'SSHORT', 'H', '5'],
    sell_short_exempt: ['SX', 'SSE', 'SELLSHORTEXEMPT', '6'],
  },
  ord_type: {
    market: ['M', 'MK', 'MKT', 'MARKET', 'MO', '1'],
    limit: ['L', 'LM', 'LMT', 'LIMIT', 'LO', '2'],
    stop: ['ST', 'STP', 'STOP', '3'],
    stop_limit: ['STL', 'STOPLIMIT', 'STPLMT', '4'],
    pegged: ['P', 'PEG', 'PEGGED'],
  },
  time_in_force: {
    day: ['D', 'DAY', '0'],
    ioc: ['I', 'IOC', '3'],
    fok: ['FOK', '4'],
    gtc: ['G', 'GTC', '1'],
    at_open: ['O', 'OPG', 'OPEN', 'ATOPEN', 'MOO', 'LOO', '2'],
    at_close: ['C', 'CLS', 'CLOSE', 'ATCLOSE', 'MOC', 'LOC', '7'],
  },
  capacity: {
    agency: ['A', 'AGENCY'],
    principal: ['P', 'PRINCIPAL'],
    riskless_principal: ['R', 'RISKLESS', 'RISKLESSPRINCIPAL'],
  },
  account_type: {
    individual: ['I', 'IND', 'INDIVIDUAL', 'RETAIL'],
    institution: ['INS', 'INST', 'INSTITUTION', 'INSTITUTIONAL'],
    proprietary: ['P', 'PRP', 'PROP', 'PROPRIETARY'],
    market_maker: ['MM', 'MARKETMAKER'],
    employee: ['EMP', 'EMPLOYEE'],
  },
  is_test_issue: { true: ['Y', 'YES', 'T', 'TRUE', '1'], false: ['N', 'NO', 'F', 'FALSE', '0'] },
};

/** ExecType (150), which has numbers of its own. */
const EXEC_TYPE: Readonly<Record<string, string>> = {
  '0': 'new',
  '1': 'fill',
  '2': 'fill',
  '4': 'cancel',
  '5': 'modify',
  '8': 'reject',
  C: 'expire',
  F: 'fill',
};

/** The values that have a known meaning in a column, and those that have none. */
export type ValueMeanings = { known: ReadonlyMap<string, string>; unknown: readonly string[] };

/** Translates the values of a field for a column; `exec_type` says that they are those of FIX tag 150. */
export function meaningsOf(column: string, values: readonly string[], exec_type = false): ValueMeanings {
  const known = new Map<string, string>();
  for (const value of values) {
    const meaning = exec_type ? EXEC_TYPE[value] : (meaningOf(column, value) ?? meaningOfWord(column, value));
    if (meaning !== undefined) known.set(value, meaning);
  }
  return { known, unknown: values.filter((value) => !known.has(value)) };
}

function meaningOf(column: string, value: string): string | undefined {
  const plain = value.toUpperCase().replace(/[\s_-]/g, '');
  return Object.entries(MEANINGS[column] ?? {}).find(([, codes]) => codes.includes(plain))?.[0];
}

/** `Market buy` is a buy: one word of several, longer than a code, with a meaning. */
function meaningOfWord(column: string, value: string): string | undefined {
  const words = value.split(/\s+/).filter((word) => word.length > 2);
  const found = words.length > 1 ? words.flatMap((word) => meaningOf(column, word) ?? []) : [];
  return found.length === 1 ? found[0] : undefined;
}

/** Whether every text is a market identifier code that is much used in the United States. */
export function areMics(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => MICS.includes(value));
}

const MICS: readonly string[] = [
  ...['XNYS', 'XNAS', 'ARCX', 'BATS', 'BATY', 'EDGA', 'EDGX', 'IEXG', 'XASE', 'XBOS', 'XPHL', 'XCHI', 'XCIS'],
  ...['MEMX', 'EPRL', 'LTSE', 'FINN', 'FINC', 'FINY', 'XOTC', 'OTCM', 'XCBO', 'C2OX', 'XISX', 'XMIO', 'AMXO'],
];
