import { constants, existsSync, statSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import path from 'node:path';
import { formatFeedProblem } from '../../canonicalize/feed-problem.js';
import { loadFeedCatalogue } from '../../canonicalize/load-feed-catalogue.js';
import { visible } from '../../domain/diagnostic.js';
import type { DoctorCheck } from '../../domain/generated/doctor-check.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { readManifests } from '../../lake/read-lake.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { openJobs } from '../../project/open-jobs.js';
import {
  loadProject,
  noFeeds,
  noPatterns,
  openLake,
  type Project,
  type ProjectFlags,
} from '../../project/project.js';
import { loadPatternCatalogue } from '../../surveillance/load-pattern-catalogue.js';
import { formatPatternProblem } from '../../surveillance/pattern-problem.js';
import { checkServices } from '../check-services.js';
import { checkVersion } from '../check-version.js';
import type { CliContext } from '../cli-context.js';
import { attempt } from '../doctor-check.js';
import { counted, jsonText } from '../format-table.js';

type DoctorFlags = ProjectFlags & { readonly json: boolean };

/** Checks what a run needs on this machine, and what the project names in AWS, and says what to do about what is missing. */
export async function doctor(context: CliContext, flags: DoctorFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const { profile } = project;
  const store = (): ReturnType<typeof openLake> => openLake(project);
  const jobs = async (): Promise<ReturnType<typeof openJobs>> =>
    openJobs(context, { project, store: await store(), flags });
  const checks: DoctorCheck[] = [
    ...(profile === null ? [] : [{ check: 'profile', ok: true, code: null, found: profile, next: null }]),
    await checkVersion(process.versions.node),
    await checkDatabase(),
    await checkFolder('deliveries', project.raw, constants.R_OK),
    await checkLake(project),
    await checkFeeds(project),
    await checkPatterns(project),
    ...(await checkServices(project, { store, jobs })),
  ];
  const width = Math.max(10, ...checks.map(({ check }) => check.length));
  if (flags.json) context.process.stdout.write(jsonText(checks));
  for (const { check, ok, found, next } of flags.json ? [] : checks) {
    context.process.stdout.write(
      `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(width)}  ${visible(found)}\n${next === null ? '' : `      ${' '.repeat(width + 2)}${next}\n`}`,
    );
  }
  return checks.every(({ ok }) => ok) ? EXIT.clear : EXIT.outside_failed;
}

async function checkDatabase(): Promise<DoctorCheck> {
  return attempt('database', 'reinstall: npm ci', async () => {
    const session = await DuckDbSession.open({ folders: [], spill: '.' });
    try {
      const [row] = await session.rows('SELECT version() AS version');
      return `DuckDB ${String(row?.['version'])}`;
    } finally {
      session.close();
    }
  });
}

async function checkFolder(check: string, folder: string, mode: number): Promise<DoctorCheck> {
  return attempt(check, `make the folder, or name another in tapewarden.yaml or with a flag`, async () => {
    await access(folder, mode);
    return folder;
  });
}

async function checkLake(project: Project): Promise<DoctorCheck> {
  const { s3 } = project;
  if (s3 !== null) {
    return attempt(
      'lake',
      'mend what the message names, then run doctor again; nothing was written',
      async () => {
        const manifests = await readManifests(await openLake(project));
        const in_force = `${counted(manifests.length, 'delivery', 'deliveries')} in force`;
        return `${project.lake}, ${in_force}, to be encrypted with ${s3.kms_key}; writing was not tried`;
      },
    );
  }
  return attempt(
    'lake',
    'check the folder and its permissions; a broken chain means that manifests were altered',
    async () => {
      const folder = nearestFolder(project.lake);
      if (!statSync(folder).isDirectory())
        throw new Error(`${folder}: is no folder, expected one [lake-not-a-folder]`);
      await access(folder, constants.W_OK);
      const { bavail, bsize } = await statfs(folder);
      const free = `${Math.floor((bavail * bsize) / 2 ** 30)} GiB free`;
      if (folder !== project.lake) return `${project.lake}, not there yet, a run makes it, ${free}`;
      const manifests = await readManifests(await openLake(project));
      return `${project.lake}, ${counted(manifests.length, 'delivery', 'deliveries')} in force, ${free}`;
    },
  );
}

/** The folder itself where it is there, else the nearest one above it that is. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

async function checkFeeds(project: Project): Promise<DoctorCheck> {
  return attempt('feeds', 'tapewarden feeds check shows every problem', async () => {
    const { feeds, problems } = await loadFeedCatalogue(project.feeds);
    if (problems[0] !== undefined) throw new Error(formatFeedProblem(problems[0]));
    if (feeds.length === 0) throw new Error(noFeeds(project));
    return `${feeds.length} in ${project.feeds}`;
  });
}

async function checkPatterns(project: Project): Promise<DoctorCheck> {
  return attempt('patterns', 'mend the pattern named', async () => {
    const { patterns, problems } = await loadPatternCatalogue(project.patterns);
    if (problems[0] !== undefined) throw new Error(formatPatternProblem(problems[0]));
    if (patterns.length === 0) throw new Error(noPatterns(project));
    return `${patterns.length} in ${project.patterns}`;
  });
}
