/** Names by which brokers know a canonical column, the usual ones first; letters and digits only, lower case. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  event_type: [
    'eventtype',
    'exectype',
    'evt',
    'event',
    'evttype',
    'msgtype',
    'action',
    'type',
    'transactiontype',
    'activity',
    'ordstatus',
  ],
  event_ts_ns: [
    'eventtimestamp',
    'transacttime',
    'eventtime',
    'timestamp',
    'ts',
    'time',
    'exectime',
    'executiontime',
    'tradetime',
    'datetime',
    'sendingtime',
    'date',
    'tradedate',
    'transactiondate',
  ],
  symbol: [
    'symbol',
    'sym',
    'ticker',
    'tickersymbol',
    'nasdaqsymbol',
    'instrument',
    'security',
    'stock',
    'ric',
    'root',
  ],
  order_id: [
    'orderid',
    'ordid',
    'orderno',
    'ordernumber',
    'ordno',
    'ordernum',
    'brokerorderid',
    'order',
    'id',
  ],
  cl_ord_id: ['clordid', 'clientorderid', 'clientordid', 'clordno', 'customerorderid'],
  parent_order_id: ['parentorderid', 'parentordid', 'parentid', 'origorderid'],
  exec_id: ['execid', 'executionid', 'fillid', 'tradeid', 'execno'],
  imid: ['imid', 'catreporterimid', 'reporterimid', 'firm', 'broker', 'mpid', 'firmid'],
  venue: [
    'venue',
    'mkt',
    'market',
    'marketcenterid',
    'exdestination',
    'lastmkt',
    'exchange',
    'mic',
    'securityexchange',
    'destination',
  ],
  account_id: [
    'accountid',
    'account',
    'acct',
    'acctid',
    'accountno',
    'accountnumber',
    'firmdesignatedid',
    'clientid',
    'customerid',
  ],
  trader_id: ['traderid', 'trader', 'sendersubid', 'userid', 'user', 'enteredby', 'deskuser'],
  capacity: ['capacity', 'ordercapacity', 'lastcapacity', 'cap', 'ordcapacity'],
  side: ['side', 'buysell', 'bs', 'sidecode', 'buysellindicator', 'direction', 'action'],
  ord_type: ['ordtype', 'ordertype', 'otype', 'pricetype', 'type'],
  time_in_force: ['timeinforce', 'tif', 'duration', 'validity'],
  price: [
    'price',
    'px',
    'lastpx',
    'execprice',
    'tradeprice',
    'fillprice',
    'limitprice',
    'pricepershare',
    'priceshare',
    'limitpx',
  ],
  qty: [
    'qty',
    'quantity',
    'lastqty',
    'orderqty',
    'shares',
    'size',
    'volume',
    'noofshares',
    'execqty',
    'fillqty',
    'tradeqty',
    'ordqty',
    'lastshares',
    'amountofshares',
  ],
  leaves_qty: ['leavesqty', 'leaves', 'openqty', 'remainingqty', 'remaining', 'leavesquantity'],
  trade_id: [
    'tradeid',
    'trdmatchid',
    'tapetradeid',
    'matchid',
    'tradeno',
    'tradenumber',
    'printid',
    'id',
    'seq',
    'sequence',
  ],
  prior_order_id: ['priororderid', 'priorordid', 'replacedorderid'],
  sender_imid: ['senderimid', 'sendingfirm'],
  destination_imid: ['destinationimid', 'routedto', 'destinationfirm'],
  routed_order_id: ['routedorderid', 'routeid', 'routedordid'],
  info_barrier_id: ['infobarrierid', 'informationbarrier', 'barrierid'],
  handling: ['handlinginstructions', 'handling', 'handlinst', 'execinst'],
  headline: ['headline', 'title', 'subject'],
  category: ['category', 'topic', 'kind'],
  entry_id: ['entryid', 'entry', 'id', 'seq'],
  position_id: ['positionid', 'id', 'seq'],
  list_type: ['listtype', 'list', 'status'],
  event_date: ['eventdate', 'exdate', 'date'],
  effective_from_ns: ['effectivefrom', 'from', 'added', 'addedat'],
  effective_to_ns: ['effectiveto', 'to', 'removed', 'removedat'],
  sale_condition: ['salecondition', 'condition', 'cond', 'conditions', 'salecond', 'tradecondition'],
  quote_seq: ['quoteseq', 'seq', 'sequence', 'seqno', 'sequencenumber', 'quoteid'],
  bid_price: ['bidprice', 'bid', 'bidpx', 'bestbid', 'nbb'],
  bid_qty: ['bidqty', 'bidsize', 'bidquantity', 'bidsz', 'bidvolume'],
  ask_price: ['askprice', 'ask', 'askpx', 'offer', 'offerprice', 'offerpx', 'bestask', 'bestoffer', 'nbo'],
  ask_qty: ['askqty', 'asksize', 'offersize', 'offerqty', 'askquantity', 'asksz', 'askvolume'],
  open_price: ['openprice', 'open', 'opening', 'openpx'],
  high_price: ['highprice', 'high', 'highest', 'highpx'],
  low_price: ['lowprice', 'low', 'lowest', 'lowpx'],
  close_price: ['closeprice', 'close', 'closing', 'closepx', 'last'],
  volume_qty: ['volumeqty', 'volume', 'vol', 'sharestraded'],
  owner_id: ['ownerid', 'owner', 'beneficialowner', 'beneficialownerid', 'clientid', 'customerid'],
  account_type: ['accounttype', 'accttype', 'type', 'accountholdertype', 'category'],
  name: ['name', 'securityname', 'description', 'issuename', 'companyname', 'instrumentname'],
  listing_exchange: [
    'listingexchange',
    'exchange',
    'listing',
    'primaryexchange',
    'listingmarket',
    'marketcategory',
  ],
  round_lot: ['roundlot', 'roundlotsize', 'lot', 'lotsize'],
  is_test_issue: ['istestissue', 'testissue', 'test', 'testsymbol'],
};

/** Names of whatever a record is numbered by: they speak for a column that every record must fill, not for others. */
const BARE_NUMBERS: readonly string[] = ['id', 'seq', 'sequence'];

/** Whether a name says no more than that records are numbered. */
export function isBareNumber(name: string): boolean {
  return BARE_NUMBERS.includes(plainName(name));
}

/** Columns whose values are a short list of codes, whatever the sample shows of them. */
const CODED: readonly string[] = [
  'event_type',
  'capacity',
  'side',
  'ord_type',
  'time_in_force',
  'account_type',
  'is_test_issue',
];

/** A name as it is compared: letters and digits in lower case. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** How well a name fits a canonical column: 0 for the usual name, more for rarer ones, null for no known name of it. */
export function nameRank(column: string, name: string): number | null {
  const rank = NAMES[column]?.indexOf(plainName(name)) ?? -1;
  return rank < 0 ? null : rank;
}

/** What a field's name says of its values: codes of a short list, or of no canonical column. */
export function canonicalHint(name: string): { column: string; coded: boolean } | null {
  const ranked = Object.keys(NAMES)
    .map((column) => ({ column, rank: nameRank(column, name) ?? Number.POSITIVE_INFINITY }))
    .sort((left, right) => left.rank - right.rank)[0];
  if (ranked === undefined || ranked.rank === Number.POSITIVE_INFINITY) return null;
  return { column: ranked.column, coded: CODED.includes(ranked.column) };
}
