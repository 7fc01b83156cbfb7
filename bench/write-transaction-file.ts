import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Writes a document of so many transaction reports as feed elm-transactions describes; the same bytes each time. */
export function writeTransactionFile(file: string, reports: number): void {
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  const report = (index: number): string => {
    const second = Math.floor((index * 23_000) / reports);
    const time = `${pad(14 + Math.floor((1800 + second) / 3600), 2)}:${pad(Math.floor((1800 + second) / 60) % 60, 2)}:${pad(second % 60, 2)}`;
    return `<Tx><New><TxId>TX${index}</TxId><ExctgPty>549300ELMB0000000011</ExctgPty><Buyr><AcctOwnr><Id><LEI>5493000000000BUYER13</LEI></Id></AcctOwnr></Buyr><Sellr><AcctOwnr><Id><LEI>549300000000SELLER12</LEI></Id></AcctOwnr></Sellr><Tx><TradDt>2026-11-20T${time}.${pad(index, 9)}Z</TradDt><TradgCpcty>DEAL</TradgCpcty><Qty><Unit>${1 + (index % 900)}</Unit></Qty><Pric><Pric><MntryVal><Amt Ccy="USD">${10 + (index % 90)}.5</Amt></MntryVal></Pric></Pric><TradVn>XNAS</TradVn></Tx><FinInstrm><Othr><FinInstrmGnlAttrbts><Id>US0000000001</Id><FullNm>ZVZZT</FullNm></FinInstrmGnlAttrbts></Othr></FinInstrm></New></Tx>\n`;
  };
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:auth.016.001.01"><FinInstrmRptgTxRpt><RptHdr><NbRcrds>${reports}</NbRcrds></RptHdr>\n`;
  const body = Array.from({ length: reports }, (_, index) => report(index)).join('');
  writeFileSync(file, gzipSync(`${head}${body}</FinInstrmRptgTxRpt></Document>\n`, { level: 1 }));
}
