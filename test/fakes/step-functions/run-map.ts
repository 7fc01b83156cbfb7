import type { Machine, State } from './definition.js';
import { evaluate, type Scope } from './expressions.js';
import { begun, type FakeStepFunctions, type Path, type Progress } from './fake-step-functions.js';
import { StatesError } from './states-error.js';

/** A map state that is run, or gone on with. */
export type MapRun = { progress: Progress; state: State; path: Path; scope: Scope };

/**
 * Runs the children of a map that have not succeeded yet, as many at once as it says.
 *
 * Inline, the first failure is the map's. Distributed, failures are counted and the map fails where there are more than it tolerates;
 * results go to where it writes them.
 */
export async function runMap(fake: FakeStepFunctions, run: MapRun): Promise<unknown> {
  const { progress, state, path } = run;
  const processor = state.ItemProcessor as NonNullable<State['ItemProcessor']>;
  const distributed = processor.ProcessorConfig.Mode === 'DISTRIBUTED';
  progress.children ??= await childrenOf(fake, run, { processor, distributed });
  const { children } = progress;
  const most = distributed ? children.length * ((state.ToleratedFailurePercentage ?? 0) / 100) : 0;
  const free = new Array<number>(Math.max(1, Math.min(state.MaxConcurrency || 10_000, children.length))).fill(
    path.now_ms,
  );
  let failed = 0;
  for (const [index, child] of children.entries()) {
    if (child.outcome !== null) continue;
    const place = earliest(free);
    const context = contextOf(run, { index, distributed });
    const own: Path = { now_ms: free[place] as number, context, machine: processor };
    try {
      child.failure = null;
      if (distributed) fake.started_children += 1;
      await fake.run(child, own);
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      child.failure = error;
      failed += 1;
      path.now_ms = Math.max(path.now_ms, own.now_ms);
      if (!distributed) throw error;
      if (failed > most) {
        throw new StatesError(
          'States.ExceedToleratedFailureThreshold',
          `${failed} of ${children.length} failed`,
        );
      }
    }
    free[place] = own.now_ms;
  }
  path.now_ms = Math.max(path.now_ms, ...free);
  const outputs = children.map(({ outcome }) => outcome?.output);
  return distributed ? writeResults(fake, run, children) : outputs;
}

/** Of children of a distributed map only what is selected for them is seen; inline ones see the variables around them. */
async function childrenOf(
  fake: FakeStepFunctions,
  { state, scope, progress }: MapRun,
  { processor, distributed }: { processor: Machine; distributed: boolean },
): Promise<Progress[]> {
  const items = await itemsOf(fake, state, scope);
  const children: Progress[] = [];
  for (const [index, item] of items.entries()) {
    const context = { ...(scope.states['context'] as object), Map: { Item: { Index: index, Value: item } } };
    const own = { ...scope, states: { ...scope.states, context } };
    const input = state.ItemSelector === undefined ? item : await evaluate(state.ItemSelector, own);
    children.push(begun(processor, input, distributed ? {} : { ...progress.variables }));
  }
  return children;
}

async function itemsOf({ services }: FakeStepFunctions, state: State, scope: Scope): Promise<unknown[]> {
  const { ItemReader, Items } = state;
  const items =
    ItemReader === undefined
      ? await evaluate(Items, scope)
      : (JSON.parse(
          await services.getObject(
            (await evaluate(ItemReader.Arguments, scope)) as { Bucket: string; Key: string },
          ),
        ) as unknown);
  if (!Array.isArray(items))
    throw new StatesError('States.QueryEvaluationError', 'items of a map are no array');
  return items as unknown[];
}

function contextOf(
  { path }: MapRun,
  { index, distributed }: { index: number; distributed: boolean },
): Record<string, unknown> {
  if (!distributed) return { ...path.context, Map: { Item: { Index: index } } };
  const { Name } = path.context['Execution'] as { Name: string };
  return { Execution: { Name: `${Name}/child-${index}` } };
}

function earliest(free: readonly number[]): number {
  let place = 0;
  for (const [index, at] of free.entries()) if (at < (free[place] as number)) place = index;
  return place;
}

async function writeResults(
  fake: FakeStepFunctions,
  { state, scope }: MapRun,
  children: readonly Progress[],
): Promise<unknown> {
  const outputs = children.flatMap(({ outcome }) => (outcome === null ? [] : [outcome.output]));
  if (state.ResultWriter === undefined) return outputs;
  const { Bucket, Prefix } = (await evaluate(state.ResultWriter.Arguments, scope)) as {
    Bucket: string;
    Prefix: string;
  };
  const failed = children.flatMap(({ failure, input }) =>
    failure === null
      ? []
      : [{ Status: 'FAILED', Input: input, Error: failure.error, Cause: failure.cause_text }],
  );
  await fake.services.putObject({ Bucket, Key: `${Prefix}/SUCCEEDED_0.json` }, JSON.stringify(outputs));
  await fake.services.putObject({ Bucket, Key: `${Prefix}/FAILED_0.json` }, JSON.stringify(failed));
  return { ResultWriterDetails: { Bucket, Key: `${Prefix}/manifest.json` } };
}
