/** FIX tags that order and execution messages use, with the names of the standard. */
const NAMES = `1 Account|6 AvgPx|8 BeginString|9 BodyLength|10 CheckSum|11 ClOrdID|12 Commission|13 CommType|14 CumQty|15 Currency
17 ExecID|18 ExecInst|19 ExecRefID|20 ExecTransType|21 HandlInst|22 SecurityIDSource|29 LastCapacity|30 LastMkt|31 LastPx|32 LastQty
34 MsgSeqNum|35 MsgType|36 NewSeqNo|37 OrderID|38 OrderQty|39 OrdStatus|40 OrdType|41 OrigClOrdID|43 PossDupFlag|44 Price|45 RefSeqNum
47 Rule80A|48 SecurityID|49 SenderCompID|50 SenderSubID|52 SendingTime|54 Side|55 Symbol|56 TargetCompID|57 TargetSubID|58 Text
59 TimeInForce|60 TransactTime|63 SettlType|64 SettlDate|65 SymbolSfx|75 TradeDate|76 ExecBroker|79 AllocAccount|80 AllocQty|97 PossResend
98 EncryptMethod|99 StopPx|100 ExDestination|102 CxlRejReason|103 OrdRejReason|108 HeartBtInt|109 ClientID|110 MinQty|111 MaxFloor
112 TestReqID|114 LocateReqd|115 OnBehalfOfCompID|116 OnBehalfOfSubID|122 OrigSendingTime|126 ExpireTime|128 DeliverToCompID
129 DeliverToSubID|141 ResetSeqNumFlag|150 ExecType|151 LeavesQty|167 SecurityType|198 SecondaryOrderID|200 MaturityMonthYear
201 PutOrCall|202 StrikePrice|207 SecurityExchange|382 NoContraBrokers|375 ContraBroker|432 ExpireDate|434 CxlRejResponseTo
439 ClearingFirm|440 ClearingAccount|442 MultiLegReportingType|447 PartyIDSource|448 PartyID|452 PartyRole|453 NoPartyIDs|523 PartySubID
526 SecondaryClOrdID|527 SecondaryExecID|528 OrderCapacity|529 OrderRestrictions|541 MaturityDate|552 NoSides|553 Username|554 Password
571 TradeReportID|574 MatchType|581 AccountType|660 AcctIDSource|790 OrdStatusReqID|797 CopyMsgIndicator|802 NoPartySubIDs
803 PartySubIDType|847 TargetStrategy|851 LastLiquidityInd|880 TrdMatchID|1003 TradeID|1094 PegPriceType|1128 ApplVerID|1137 DefaultApplVerID
2376 PartyRoleQualifier`;

const BY_TAG: ReadonlyMap<number, string> = new Map(
  NAMES.split(/[|\n]/).map((entry) => {
    const [tag = '', name = ''] = entry.split(' ');
    return [Number(tag), name] as const;
  }),
);

/** The standard's name of a tag; null for a user-defined one and for those of other messages. */
export function fixName(tag: number): string | null {
  return BY_TAG.get(tag) ?? null;
}

/** Whether the standard gives a field a price, quantity or amount, whatever digits the sample has. */
export function isFixAmount(name: string): boolean {
  return /(Px|Qty|Price|^Commission|^MaxFloor)$/.test(name);
}

/** Types of session messages, which are no business of an order. */
export const SESSION_TYPES: readonly string[] = ['0', '1', '2', '3', '4', '5', 'A'];

/** Codes of the standard that canonical columns know, whether a sample has them or not. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  ExecType: ['0', '4', '5', '8', 'C', 'F'],
  Side: ['1', '2', '5', '6'],
  OrdType: ['1', '2', '3', '4', 'P'],
  TimeInForce: ['0', '1', '2', '3', '4', '7'],
  OrderCapacity: ['A', 'P', 'R'],
  OrdStatus: ['0', '1', '2', '3', '4', '5', '6', '8', '9', 'A', 'C', 'E'],
};

/** The codes of a field by the standard; empty for a field without any that matter here. */
export function fixCodes(name: string): readonly string[] {
  return CODES[name] ?? [];
}
