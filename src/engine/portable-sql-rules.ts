/** A construct that does not mean the same on DuckDB, Spark SQL 3.5 and Redshift, and what to write in its place. */
export type PortableSqlRule = { readonly id: string; readonly reason: string; readonly fix: string };

/** A rule that a pattern over the code finds; strings and comments are blank there. */
export type PortableSqlTextRule = PortableSqlRule & { readonly found: RegExp };

/** Rules that need no more than a look at the words. Ids are stable. */
export const portableSqlTextRules: readonly PortableSqlTextRule[] = [
  {
    id: 'range-frame',
    found: /\b(?:RANGE|GROUPS)\s+(?:BETWEEN|UNBOUNDED|CURRENT)\b/gi,
    reason: 'Redshift knows ROWS frames only',
    fix: 'use a ROWS frame, or a join on time buckets with BETWEEN',
  },
  {
    id: 'filter-clause',
    found: /\)\s*FILTER\s*\(/gi,
    reason: 'Redshift has no FILTER on aggregates',
    fix: 'aggregate over CASE WHEN … THEN … END',
  },
  {
    id: 'qualify',
    found: /\bQUALIFY\b/gi,
    reason: 'Spark 3.5 has no QUALIFY',
    fix: 'compute the window in a CTE and filter it with WHERE',
  },
  {
    id: 'asof-join',
    found: /\b(?:ASOF|POSITIONAL)\s+(?:LEFT\s+|INNER\s+|RIGHT\s+|FULL\s+)?JOIN\b/gi,
    reason: 'only DuckDB has it',
    fix: 'take a running MAX of the sequence over the key, then an equi-join on it',
  },
  {
    id: 'semi-join',
    found: /\b(?:SEMI|ANTI)\s+JOIN\b/gi,
    reason: 'Redshift has no such join',
    fix: 'use EXISTS or NOT EXISTS',
  },
  {
    id: 'lateral',
    found: /\bLATERAL\b/gi,
    reason: 'Spark and Redshift restrict it in different ways',
    fix: 'join a CTE',
  },
  {
    id: 'cast-operator',
    found: /::/g,
    reason: 'Spark 3.5 has no :: operator',
    fix: 'use CAST(… AS …)',
  },
  {
    id: 'try-cast',
    found: /\bTRY_CAST\b/gi,
    reason: 'Redshift raises where the others give null',
    fix: 'validate at ingest, then CAST',
  },
  {
    id: 'distinct-on',
    found: /\bDISTINCT\s+ON\b/gi,
    reason: 'neither Spark nor Redshift has it',
    fix: 'use ROW_NUMBER() … = 1 in a CTE',
  },
  {
    id: 'approximate',
    found: /\b(?:APPROX\w*|APPROXIMATE|PERCENTILE\w*|QUANTILE\w*|MEDIAN|HLL\w*)\b/gi,
    reason: 'every engine approximates differently, so alerts would differ',
    fix: 'use an exact count or rank',
  },
  {
    id: 'nested-type',
    found: /\b(?:ARRAY_AGG|ARRAY|STRUCT|MAP|LIST|COLLECT_LIST|COLLECT_SET|UNNEST|EXPLODE)\s*[([<]|[[{]/gi,
    reason: 'Redshift has no arrays, and an order inside them is lost between dialects',
    fix: 'keep one row per element',
  },
  {
    id: 'string-aggregate',
    found: /\b(?:STRING_AGG|LISTAGG|GROUP_CONCAT|CONCAT_WS)\s*\(/gi,
    reason: 'order and nulls differ between engines',
    fix: 'return rows, or join non-null columns with ||',
  },
  {
    id: 'values-table',
    found: /\bVALUES\b/gi,
    reason: 'Redshift has no VALUES as a table',
    fix: 'use SELECT … UNION ALL SELECT …',
  },
  {
    id: 'series',
    found: /\b(?:GENERATE_SERIES|SEQUENCE|RANGE)\s*\(/gi,
    reason: 'Redshift cannot join series with tables',
    fix: 'take the numbers from a dataset',
  },
  {
    id: 'arg-max',
    found: /\b(?:ARG_MAX|ARG_MIN|MAX_BY|MIN_BY|ANY_VALUE|FIRST|LAST|MODE)\s*\(/gi,
    reason: 'missing somewhere, and ties have no order',
    fix: 'use ROW_NUMBER() with a total ORDER BY',
  },
  {
    id: 'average',
    found: /\bAVG\s*\(/gi,
    reason: 'AVG of a decimal is a double in DuckDB and a decimal of varying scale elsewhere',
    fix: 'return SUM and COUNT; a ratio_of measure divides exactly',
  },
  {
    id: 'float-type',
    found: /\b(?:FLOAT\d?|DOUBLE|REAL)\b/gi,
    reason: 'prices and quantities are never floats',
    fix: 'use DECIMAL with an explicit scale',
  },
  {
    id: 'time-arithmetic',
    found:
      /\b(?:TIMESTAMP(?:_NS|_MS|_S)?|TIMESTAMPTZ|INTERVAL|DATE_?DIFF|DATE_?ADD|DATE_TRUNC|EXTRACT|EPOCH\w*|TIME_BUCKET|DATE_BIN|TO_TIMESTAMP)\b/gi,
    reason: 'timestamps stop at microseconds or change meaning between engines',
    fix: 'compute with event_ts_ns and BIGINT settings',
  },
  {
    id: 'clock-or-chance',
    found: /\b(?:NOW|RANDOM|RAND|UUID|GETDATE)\s*\(|\bCURRENT_(?:DATE|TIME|TIMESTAMP)\b/gi,
    reason: 'a re-run must find the same alerts',
    fix: 'use :trade_date or a setting',
  },
  {
    id: 'null-safe-equal',
    found: /\bIS\s+(?:NOT\s+)?DISTINCT\s+FROM\b|<=>/gi,
    reason: 'Redshift has no IS DISTINCT FROM',
    fix: 'compare and test IS NULL separately',
  },
  {
    id: 'nulls-order',
    found: /\bNULLS\s+(?:FIRST|LAST)\b/gi,
    reason: 'Redshift does not take it in every window',
    fix: 'order by CASE WHEN x IS NULL THEN 1 ELSE 0 END, x',
  },
  {
    id: 'ignore-nulls',
    found: /\b(?:IGNORE|RESPECT)\s+NULLS\b/gi,
    reason: 'it stands in a different place, or is dropped, in each dialect',
    fix: 'use MAX or MIN over CASE with a ROWS frame',
  },
  {
    id: 'pivot',
    found: /\b(?:PIVOT|UNPIVOT)\b/gi,
    reason: 'the syntax differs',
    fix: 'use SUM(CASE …)',
  },
  {
    id: 'recursive',
    found: /\bWITH\s+RECURSIVE\b/gi,
    reason: 'Spark 3.5 has no recursive CTE',
    fix: 'use window functions',
  },
  {
    id: 'by-all',
    found: /\b(?:GROUP|ORDER)\s+BY\s+ALL\b/gi,
    reason: 'Redshift has no BY ALL',
    fix: 'name the columns',
  },
  {
    id: 'regular-expression',
    found: /\b(?:REGEXP\w*|RLIKE|ILIKE|SIMILAR\s+TO)\b/gi,
    reason: 'three engines, three kinds of regular expression',
    fix: 'decide it at ingest, or use = and LIKE',
  },
  {
    id: 'hash-function',
    found: /\b(?:MD5|SHA1|SHA2|SHA256|HASH|XXHASH64|FNV_HASH)\s*\(/gi,
    reason: 'engines hash different bytes',
    fix: 'use the columns themselves',
  },
  {
    id: 'distinct-window',
    found: /\(\s*DISTINCT\b[^()]*\)\s*OVER\b/gi,
    reason: 'Spark and Redshift have no DISTINCT in window aggregates',
    fix: 'mark first occurrences with ROW_NUMBER() and sum the marks',
  },
  {
    id: 'division',
    found: /\/|\bDIV\b/gi,
    reason:
      'integer division is a double in DuckDB and Spark and an integer in Redshift; decimals lose scale',
    fix: 'compare a >= CAST(b * :ratio AS DECIMAL(38,12)); for buckets subtract mod(); for shares use ratio_of',
  },
  {
    id: 'select-star',
    found: /\bSELECT\s+(?:DISTINCT\s+)?\*|\.\s*\*/gi,
    reason: 'columns would follow the dataset and not the pattern',
    fix: 'list the columns',
  },
  {
    id: 'semicolon',
    found: /;/g,
    reason: 'a pattern file is one query that runners embed',
    fix: 'take the semicolon out',
  },
];

/** Rules that need the structure of the query; `lintPortableSql` looks for them itself. */
export const portableSqlStructureRules = {
  'quoted-identifier': {
    id: 'quoted-identifier',
    reason: 'double quotes are a string in Spark, and back quotes are unknown elsewhere',
    fix: 'use a plain lower-case name',
  },
  'window-without-rows': {
    id: 'window-without-rows',
    reason: 'Redshift demands a frame, and the default frame of the others is RANGE',
    fix: 'add ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, or the frame that is meant',
  },
  'order-not-total': {
    id: 'order-not-total',
    reason: 'rows of one instant would come in any order',
    fix: 'end the ORDER BY with an identifier, a column whose name ends in _id',
  },
  'order-by-nullable': {
    id: 'order-by-nullable',
    reason: 'engines disagree where nulls sort',
    fix: 'order by CASE WHEN x IS NULL THEN 1 ELSE 0 END first, or filter the nulls out and rename the column',
  },
  'product-without-cast': {
    id: 'product-without-cast',
    reason: 'the scale of a decimal product differs between engines, and DuckDB overflows at 18 digits',
    fix: 'write CAST(a * b AS DECIMAL(38,12))',
  },
} as const satisfies Record<string, PortableSqlRule>;
