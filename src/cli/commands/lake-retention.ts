import { visible } from '../../domain/diagnostic.js';
import { applyRetention } from '../../lake/retention/apply-retention.js';
import { dayOf } from '../../lake/retention/kept-through.js';
import { planRetention } from '../../lake/retention/plan-retention.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openRemovableLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import type { CliContext } from '../cli-context.js';
import { counted, formatTable, grouped, jsonText } from '../format-table.js';
import { loadRetentionPolicy } from '../load-retention-policy.js';

type RetentionFlags = ProjectFlags & {
  readonly plan: boolean;
  readonly apply: boolean;
  readonly on?: string;
  readonly by?: string;
  readonly json: boolean;
};

/** Says what must be kept until when, or with --apply removes what need not be kept any more. */
export async function lakeRetention(context: CliContext, flags: RetentionFlags): Promise<ExitCode> {
  if (flags.plan === flags.apply) throw wrongUse('expected one of --plan and --apply');
  const store = await openRemovableLake(await loadProject(context, flags));
  const policy = await loadRetentionPolicy(context);
  const today = dayOf(context.now_ns());
  if (flags.plan) {
    const plan = await planRetention(store, policy, flags.on ?? today);
    context.process.stdout.write(flags.json ? jsonText(plan) : planText(plan, context.width));
    return EXIT.clear;
  }
  if (flags.by === undefined) throw wrongUse('--apply needs --by, the name of who asks for the removal');
  if (flags.on !== undefined) throw wrongUse('--on is for --plan; what is removed is what has expired today');
  const { now_ns, new_write_id } = context;
  const removed = await applyRetention({ store, now_ns, new_write_id }, { policy, on: today, by: flags.by });
  for (const { key, need } of removed) {
    context.process.stdout.write(`removed  ${visible(key)}  kept through ${need.kept_through}\n`);
  }
  const bytes = removed.reduce((total, object) => total + object.bytes, 0);
  context.process.stderr.write(`${counted(removed.length, 'object')} removed, ${counted(bytes, 'byte')}\n`);
  return EXIT.clear;
}

function wrongUse(what: string): Refusal {
  return new Refusal(EXIT.usage, [`${what}; tapewarden lake retention --help shows its flags [usage]`]);
}

function planText(plan: Awaited<ReturnType<typeof planRetention>>, width: number): string {
  const columns = [
    { title: 'class' },
    ...['years', 'kept', 'expired', 'held'].map((title) => ({ title, align: 'right' as const })),
    { title: 'next kept through' },
  ];
  const rows = plan.classes.map((one) => [
    one.class,
    ...[one.years, one.kept, one.expired, one.held].map(grouped),
    one.next_expiry ?? '',
  ]);
  const expired = plan.expired.map(
    ({ key, kept_through }) => `expired  ${key}  kept through ${kept_through}`,
  );
  const held = plan.held.map(({ key, hold_ids }) => `held     ${key}  by ${hold_ids.join(', ')}`);
  const lines = [...expired, ...held].map((line) => `${visible(line)}\n`).join('');
  return `on ${plan.on}\n${formatTable(columns, rows, width)}${lines}`;
}
