import { zonedInstant } from '../../domain/zoned-time.js';
import { bindSettings, type ParameterValue } from '../../engine/bind-settings.js';
import { climbParents, type Statements } from './climb-parents.js';
import { type LinkageStep, loadLinkageSteps } from './linkage-steps.js';

/** How far clocks may be apart: electronic events are to be within 50 ms of NIST (FINRA 6820, CAT plan appendix B). */
export const CLOCK_TOLERANCE_NS = 50_000_000n;

/**
 * Links the order events of one trade date (`yyyy-MM-dd`) by their keys, on any engine that runs the portable core.
 *
 * Reads `order_events`, `order_events_history` (earlier sessions, with `sessions_ago`), `trades` and `accounts`, each of which must be
 * there and may be empty. Leaves the relations `order_links`, `order_lifecycles` and `linkage_errors`, described in docs/linkage.md,
 * beside those that they are made of.
 */
export async function linkDay(
  session: Statements,
  {
    trade_date,
    clock_tolerance_ns = CLOCK_TOLERANCE_NS,
  }: { trade_date: string; clock_tolerance_ns?: bigint },
): Promise<void> {
  const steps = await loadLinkageSteps();
  const values = new Map<string, ParameterValue>([
    ['day_start_ns', instant(zonedInstant(trade_date, '00:00', MARKET_ZONE))],
    ['day_end_ns', instant(zonedInstant(nextDay(trade_date), '00:00', MARKET_ZONE))],
    ['clock_tolerance_ns', { type: 'duration', text: clock_tolerance_ns.toString() }],
  ]);
  for (const step of steps.before) await make(session, step, values);
  await session.run('CREATE TABLE cyclic_orders (order_no BIGINT)');
  await climbParents(
    session,
    'change_climb',
    'SELECT order_no, prior_no AS parent_no FROM order_parents WHERE prior_no IS NOT NULL',
  );
  await climbParents(
    session,
    'family_climb',
    'SELECT order_no, CASE WHEN prior_no IS NOT NULL THEN prior_no WHEN parent_no IS NOT NULL THEN parent_no ELSE route_no END AS parent_no FROM order_parents',
  );
  for (const step of steps.after) await make(session, step, values);
}

const MARKET_ZONE = 'America/New_York';

async function make(
  session: Statements,
  { name, as, sql }: LinkageStep,
  values: ReadonlyMap<string, ParameterValue>,
): Promise<void> {
  await session.run(`CREATE ${as === 'table' ? 'TABLE' : 'VIEW'} ${name} AS ${bindSettings(sql, values)}\n`);
}

function instant(ns: bigint): ParameterValue {
  return { type: 'instant', text: ns.toString() };
}

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
