import { duckdbText } from '../../engine/sql-literal.js';

/** How a feed writes the suffixes of symbols: share class, preferred, warrants, rights, units, and states of trading. */
export type Symbology = 'nasdaq' | 'cqs' | 'cms';

/** What a symbol of each style may be, and the steps that turn its suffix into the canonical one. */
type Style = { pattern: string; steps: readonly (readonly [found: string, suffix: string])[] };

const ROOT = '[A-Z]{1,6}';

/**
 * The suffixes of NASDAQ's "Ticker Symbol Convention" (nasdaqtrader.com, Trader.aspx?id=CQSSymbolConvention), which lists
 * CQS, CMS and NASDAQ integrated side by side. A letter is a class A to Z; as in the table, a lone U is units.
 *
 * ACT suffixes are no style here: BF.A is a share and BAC.A a warrant, DTT and a called DTT are the same text.
 */
const STYLES: Readonly<Record<Symbology, Style>> = {
  nasdaq: { pattern: `^${ROOT}(?:[-+][A-Z]?|[.][A-Z]|\\^|=)?(?:%\\*|[$*#!@%~])?$`, steps: [] },
  cqs: {
    pattern: `^${ROOT}(?:p[A-Z]?|[/.]WS(?:[/.][A-Z])?|[/.][A-Z]|r)?(?:w|[/.]CV[/.]CL|[/.](?:WD|CL|CV|EC|PP|TEST))?$`,
    steps: [
      ['[/.]CV[/.]CL$', '%*'],
      ['[/.]WD$', '$'],
      ['[/.]CL$', '*'],
      ['[/.]CV$', '%'],
      ['[/.]EC$', '!'],
      ['[/.]PP$', '@'],
      ['[/.]TEST$', '~'],
      ['w$', '#'],
      ['p', '-'],
      ['r', '^'],
      ['[/.]WS[/.]?', '+'],
      ['[/.]U', '='],
      ['/', '.'],
    ],
  },
  cms: {
    pattern: `^${ROOT}(?: (?:(?:PR|WS)[A-Z]?|[A-Z]|RT)(?:WD|CL|WI|EC|PP|CVCL|CV|TEST)?| (?:WD|CL|WI|EC|PP|CVCL|CV|TEST))?$`,
    steps: [
      ['^([A-Z]+ .*)CVCL$', '\\1%*'],
      ['^([A-Z]+ .*)WD$', '\\1$'],
      ['^([A-Z]+ .*)CL$', '\\1*'],
      ['^([A-Z]+ .*)CV$', '\\1%'],
      ['^([A-Z]+ .*)EC$', '\\1!'],
      ['^([A-Z]+ .*)PP$', '\\1@'],
      ['^([A-Z]+ .*)TEST$', '\\1~'],
      ['^([A-Z]+ .*)WI$', '\\1#'],
      [' PR', '-'],
      [' WS', '+'],
      [' RT', '^'],
      [' U', '='],
      [' ([A-Z])', '.\\1'],
      [' ', ''],
    ],
  },
};

/** SQL of a symbol in canonical symbology, NASDAQ integrated; null where it is no symbol of the style. Idempotent for `nasdaq`. */
export function symbolSql(source: string, style: Symbology): string {
  const { pattern, steps } = STYLES[style];
  const matches = (expression: string): string => `regexp_matches(${source}, ${duckdbText(expression)})`;
  const suffixed = steps.reduce(
    (sql, [found, suffix]) => `regexp_replace(${sql}, ${duckdbText(found)}, ${duckdbText(suffix)})`,
    source,
  );
  return `(CASE WHEN ${matches(`^${ROOT}$`)} THEN ${source} WHEN ${matches(pattern)} THEN ${suffixed} END)`;
}
