import path from 'node:path';
import { quoted, visible } from '../../domain/diagnostic.js';
import type { LinkageError } from '../../domain/generated/linkage-error.js';
import type { LinkageReport } from '../../domain/generated/linkage-report.js';
import { readLinkageReport } from '../../lake/linkage/read-linkage-report.js';
import { readOrderFamily } from '../../lake/linkage/read-order-family.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { newYorkTime } from '../../report/format-time.js';
import { renderOrderFamily } from '../../report/render-order-family.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { counted, formatTable, grouped, jsonText } from '../format-table.js';
import { linkedDate, withLinkedDay } from '../load-linkage.js';

type OrderFlags = ProjectFlags & {
  readonly date?: string;
  readonly asOf?: string;
  readonly lookback: number;
  readonly json: boolean;
};

/** Shows everything that belongs to one order, over all firms: orders, events, quantities, links, errors. */
export async function ordersShow(
  context: CliContext,
  flags: OrderFlags & { readonly imid?: string },
  order_id: string,
): Promise<ExitCode> {
  const linked = await openDay(context, flags);
  const question = { trade_date: linked.day.trade_date, order_id, imid: flags.imid ?? null };
  const family = await withLinkedDay(linked.means, linked.day, (session) =>
    readOrderFamily(session, question),
  );
  if (family.families.length === 0 && family.unlinked.length === 0) {
    const at = flags.imid === undefined ? '' : ` of ${quoted(flags.imid)}`;
    throw new Refusal(EXIT.usage, [
      `no event of ${question.trade_date} names order ${quoted(order_id)}${at}; give the order_id as the lake holds it, and its --date [order-unknown]`,
    ]);
  }
  context.process.stdout.write(flags.json ? jsonText(family) : renderOrderFamily(family));
  return EXIT.clear;
}

type ErrorFlags = OrderFlags & { readonly category?: LinkageError['category']; readonly limit: number };

/** Lists what is not linked: by category, or the events of one. */
export async function ordersErrors(context: CliContext, flags: ErrorFlags): Promise<ExitCode> {
  const linked = await openDay(context, flags);
  const filter = {
    limit: flags.limit,
    ...(flags.category === undefined ? {} : { category: flags.category }),
  };
  const report = await withLinkedDay(linked.means, linked.day, (session) =>
    readLinkageReport(session, linked.day.trade_date, filter),
  );
  const { stdout, stderr } = context.process;
  if (flags.json) stdout.write(jsonText(report));
  else if (report.errors_total > 0) {
    stdout.write(flags.category === undefined ? faultTable(report, context) : errorTable(report, context));
  }
  if (!flags.json) stderr.write(summary(report));
  return report.errors_total > 0 ? EXIT.findings : EXIT.clear;
}

async function openDay(context: CliContext, flags: OrderFlags) {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const reading = await readingAsOf(store, flags.asOf);
  const trade_date = await linkedDate(store, flags.date, reading);
  return {
    means: { store, spill: path.join(project.work, 'linkage') },
    day: { trade_date, lookback: flags.lookback, reading },
  };
}

function faultTable(report: LinkageReport, context: CliContext): string {
  const columns = [
    { title: 'category' },
    { title: 'code' },
    { title: 'certainty' },
    { title: 'reason' },
    { title: 'errors', align: 'right' as const },
    { title: 'firms' },
    { title: 'next step' },
  ];
  const rows = report.faults.map(({ category, code, certainty, reason, errors, imids, next }) => [
    category,
    code ?? '',
    certainty,
    reason,
    grouped(errors),
    imids.join(','),
    next,
  ]);
  return formatTable(columns, rows, context.width);
}

function errorTable(report: LinkageReport, context: CliContext): string {
  const columns = [
    { title: 'code' },
    { title: 'reason' },
    { title: 'New York time' },
    { title: 'firm' },
    { title: 'event' },
    { title: 'order' },
    { title: 'symbol' },
    { title: 'key' },
    { title: 'named' },
    { title: 'event id' },
  ];
  const rows = report.errors.map((error) => [
    error.code ?? '',
    error.reason,
    newYorkTime(error.event_ts_ns)?.time.slice(0, 12) ?? error.event_ts_ns,
    error.imid,
    error.event_type,
    error.order_id,
    error.symbol,
    keyText(error),
    error.named_imid === null ? '' : `${error.named_imid} ${error.named_code ?? ''}`,
    error.event_id,
  ]);
  return formatTable(columns, rows, context.width);
}

/** A key as it was sent, and as it was matched where that is not the same. */
function keyText({ key_sent, key_matched }: LinkageError): string {
  if (key_sent === null) return '';
  return key_matched === null || key_matched === key_sent ? key_sent : `${key_sent} as ${key_matched}`;
}

function summary(report: LinkageReport): string {
  const { undecided, trade_date } = report;
  const links = report.links.reduce((total, kind) => total + kind.links, 0);
  const shown =
    report.errors.length < report.errors_total ? `, ${grouped(report.errors.length)} of them shown` : '';
  const lines = [
    `${trade_date}: ${counted(report.events, 'event')}, ${counted(report.orders, 'order')} in ${counted(report.families, 'family', 'families')}, ${counted(links, 'link')} (${report.links.map((kind) => `${kind.link_kind} ${grouped(kind.links)}`).join(', ')})`,
    `${counted(report.errors_total, 'error')}${shown}`,
    ...undecidedLines(undecided),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function undecidedLines(undecided: LinkageReport['undecided']): string[] {
  const texts: [number, string, string][] = [
    [undecided.routes_outside, 'route', 'to firms of which the lake holds no event'],
    [undecided.receipts_outside, 'receipt', 'from firms of which the lake holds no event'],
    [undecided.routes_without_id, 'route or receipt', 'without a routed id'],
    [undecided.fills_without_tape, 'fill', 'with a print, while the lake holds no tape'],
    [undecided.orders_carried, 'order', 'entered in an earlier session'],
  ];
  return texts
    .filter(([count]) => count > 0)
    .map(([count, noun, text]) => `not decided: ${counted(count, noun)} ${text}`);
}
