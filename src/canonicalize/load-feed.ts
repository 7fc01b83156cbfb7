import path from 'node:path';
import type { FeedSpec } from '../domain/generated/feed-spec.js';
import { type PlacedYaml, parsePlacedYaml } from '../domain/placed-yaml.js';
import { sha256 } from '../domain/sha256.js';
import { specProblem } from '../domain/spec-problem.js';
import { validateSpec } from '../domain/validate-spec.js';
import { calendarNames } from '../lake/calendar/load-trading-calendar.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import { readIfThere } from '../store/local-files.js';
import { checkExpressions } from './check-expressions.js';
import { checkFeed } from './check-feed.js';
import { checkPersonal } from './check-personal.js';
import { checkNestedFields } from './check-record-schema.js';
import type { Feed, FeedField, Route } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { loadRecordSchema } from './load-record-schema.js';
import { personalFields } from './personal/personal-fields.js';
import { placesOfRoute } from './places-of-route.js';
import type { UncheckedFeed } from './unchecked-feed.js';
import type { RecordSchema } from './validation/record-schema.js';

/**
 * The feed in a folder with feed.yaml, or everything that is wrong with it, each problem with file, line and column.
 *
 * Codes: spec-*, feed-*. Throws `file-unreadable` for anything but a missing file.
 */
export async function loadFeed(
  folder: string,
  datasets: ReadonlyMap<string, CanonicalDataset>,
): Promise<Feed | FeedProblem[]> {
  const file = path.join(folder, 'feed.yaml');
  const text = await readIfThere(file);
  if (text === null)
    return [specProblem('spec-file-missing', { file }, { expected: 'a feed specification' })];
  const yaml = parsePlacedYaml(file, text);
  if (Array.isArray(yaml)) return yaml;
  const spec = await validateSpec<FeedSpec>(yaml, 'feed-spec');
  if (Array.isArray(spec)) return spec;
  const name = path.basename(path.resolve(folder));
  if (spec.feed !== name) {
    return [feedProblem('feed-name-differs', yaml.placeOf(['feed']), { feed: spec.feed, folder: name })];
  }
  const loaded = await loadRoutes(spec, { folder, yaml, datasets });
  if (Array.isArray(loaded)) return loaded;
  const { routes, texts } = loaded;
  return { ...(routes[0] as Route), routes, spec_sha256: sha256([text, ...texts].join('\0')) };
}

type Surroundings = {
  folder: string;
  yaml: PlacedYaml;
  datasets: ReadonlyMap<string, CanonicalDataset>;
};

async function loadRoutes(
  spec: FeedSpec,
  { folder, yaml, datasets }: Surroundings,
): Promise<{ routes: Route[]; texts: string[] } | FeedProblem[]> {
  const specs = [spec, ...(spec.also ?? []).map((other): FeedSpec => ({ ...spec, ...other }))];
  const records: LoadedRecord[] = [];
  for (const route of specs) {
    const record = await loadRecordSchema(path.join(folder, route.record));
    if (Array.isArray(record)) return record;
    records.push(record);
  }
  const fields = feedFields(spec, records);
  const calendars = await calendarNames();
  const records_of = records.map(({ schema }) => ({ record: schema }));
  const personal = personalFields({
    fields,
    record: (records[0] as LoadedRecord).schema,
    routes: records_of,
  });
  const routes: Route[] = [];
  for (const [index, route] of specs.entries()) {
    const first = index === 0;
    const places = first ? yaml : placesOfRoute(yaml, index - 1);
    const { schema } = records[index] as LoadedRecord;
    const dataset = datasets.get(route.to);
    if (dataset === undefined) {
      const data = { dataset: route.to, known: [...datasets.keys()] };
      return [feedProblem('feed-dataset-unknown', places.placeOf(['to']), data)];
    }
    const checked = { first, spec: route, fields, dataset, datasets, calendars, yaml: places };
    const problems = [
      ...(await checkRoute(checked)),
      ...checkPersonal(checked, personal),
      ...checkNestedFields(schema, spec.format.type, places.placeOf(['record'])),
    ];
    if (problems.length > 0) return problems;
    routes.push({ spec: route, fields, record: schema, dataset });
  }
  return { routes, texts: records.map(({ text }) => text) };
}

/** The database judges expressions only where everything else is sound. */
async function checkRoute(route: UncheckedFeed): Promise<FeedProblem[]> {
  const problems = checkFeed(route);
  return problems.length > 0 ? problems : checkExpressions(route);
}

type LoadedRecord = { schema: RecordSchema; text: string };

/** The fields that are declared, or those of all record schemas in their order. */
function feedFields(spec: FeedSpec, records: readonly LoadedRecord[]): FeedField[] {
  const named = new Set(records.flatMap(({ schema }) => Object.keys(schema.properties)));
  const declared = spec.fields ?? [...named];
  const fields = declared.map((field) => (typeof field === 'string' ? { name: field } : field));
  // What a batch header gives its records is a field too, whether or not a record schema describes it.
  const carried = Object.keys(spec.batch?.carry ?? {}).map((name) => ({ name }));
  return [...fields, ...carried.filter(({ name }) => !fields.some((field) => field.name === name))];
}
