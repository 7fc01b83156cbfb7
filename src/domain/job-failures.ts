/** What each failure of running jobs knows about itself. `service` is AWS's name of the service, `operation` of the call. */
export type JobFailureData = {
  'job-result-damaged': { key: string; expected: string; actual: string };
  'job-record-damaged': { key: string; bytes: number };
  'job-elsewhere': { pattern: string; host: string };
  'job-worker-failed': { log: string; reason: string };
  'job-runner-gone': { pattern: string; runner: string; expected: string };
  'runner-unconfigured': { runner: string; expected: string };
  'job-key-not-arn': { kms_key: string };
  'job-price-unknown': { service: string; region: string; member: string };
  'job-service-denied': { service: string; operation: string; reason: string };
  'job-service-refused': { service: string; operation: string; reason: string };
  'job-service-unavailable': { service: string; operation: string; reason: string; attempts: number };
  'job-class-unconfigured': { workload: string };
  'job-policy-too-long': { pattern: string; characters: number; most: number };
  'job-too-dear': { pattern: string; estimate_usd: string; ceiling_usd: string };
  'emr-application-missing': { application: string; workload: string; region: string };
  'emr-application-unusable': { application: string; actual: string; expected: string };
  'redshift-database-missing': { warehouse: string; database: string; known: readonly string[] };
  'redshift-class-unconfigured': { workload: string };
  'redshift-plan-too-long': {
    pattern: string;
    what: 'statements' | 'bytes of one statement';
    actual: number;
    most: number;
  };
  'redshift-rows-differ': { dataset: string; feed: string; expected: number; actual: number };
  'redshift-result-too-large': { reason: string; most: number };
  'redshift-timed-out': { reason: string; hours: number };
  'redshift-statement-expired': { id: string; hours: number };
  'athena-class-unconfigured': { workload: string };
  'athena-work-group-disabled': { work_group: string };
  'athena-statement-too-long': { pattern: string; actual: number; most: number };
  'athena-cutoff-too-high': { workgroup: string; actual: number | null; most: number; ceiling_usd: string };
  'athena-files-differ': { file: string; expected: number; actual: number };
  'athena-query-expired': { id: string; days: number };
  'query-refused': { reason: string };
  'query-failed': { runner: string; reason: string };
};

type JobFailureText = { readonly [Code in keyof JobFailureData]: (data: JobFailureData[Code]) => string };

/** One sentence per code, with the next step. */
export const jobFailureText: JobFailureText = {
  'job-result-damaged': (d) =>
    `${d.key}: is ${d.actual}, expected ${d.expected}; the result was altered or is incomplete, submit the job again`,
  'job-record-damaged': (d) =>
    `${d.key}: is ${d.bytes} bytes that are not JSON, expected the record of a job; restore an earlier version of the object`,
  'job-elsewhere': (d) =>
    `job of ${d.pattern}: runs on ${d.host}, and only that machine knows how it stands; give this command there`,
  'job-worker-failed': (d) =>
    `${d.log}: the worker of this machine ended without taking a job (${d.reason}); mend it, then tapewarden jobs attach`,
  'job-runner-gone': (d) =>
    `job of ${d.pattern}: was begun on ${d.runner}, which tapewarden.yaml no longer configures, expected ${d.expected}; configure it again, or give the job up with tapewarden jobs cancel --abandon, which stops nothing that runs there`,
  'runner-unconfigured': (d) =>
    `tapewarden.yaml: runner ${d.runner} is not configured, expected ${d.expected}; configure it, or name another with --runner`,
  'job-key-not-arn': (d) =>
    `tapewarden.yaml: s3.kms_key is "${d.kms_key}", expected its ARN, which a job's own policy must name`,
  'job-price-unknown': (d) =>
    `tapewarden.yaml: no price is known for ${d.service} in ${d.region}, expected ${d.member}; without it no ceiling holds`,
  'job-service-denied': (d) =>
    `${d.service}:${d.operation} is not allowed (${d.reason}); check the credentials and grant it to this role in IAM`,
  'job-service-refused': (d) =>
    `${d.service}:${d.operation} is refused (${d.reason}); mend what the service says, check jobs in tapewarden.yaml, then submit again`,
  'job-service-unavailable': (d) =>
    `${d.service}:${d.operation} failed ${d.attempts} times (${d.reason}); tapewarden jobs attach later: nothing runs twice`,
  'job-class-unconfigured': (d) =>
    `class ${d.workload} has no application of EMR Serverless; name it as jobs.classes.${d.workload}.application in tapewarden.yaml, or run it with --runner local`,
  'job-policy-too-long': (d) =>
    `job of ${d.pattern}: its own policy takes ${d.characters} characters, expected at most ${d.most}; shorten the address of the lake`,
  'job-too-dear': (d) =>
    `job of ${d.pattern}: may cost ${d.estimate_usd} USD, expected at most ${d.ceiling_usd}; raise ceiling_usd in tapewarden.yaml or run it elsewhere with --runner`,
  'emr-application-missing': (d) =>
    `application ${d.application} of class ${d.workload} is not in ${d.region}, expected one of EMR Serverless; make it, or correct jobs.classes.${d.workload}.application in tapewarden.yaml`,
  'emr-application-unusable': (d) =>
    `application ${d.application} is ${d.actual}, expected ${d.expected}; mend or replace it, then name it in tapewarden.yaml`,
  'redshift-database-missing': (d) =>
    `warehouse ${d.warehouse} has no database ${d.database}, expected one of ${d.known.join(', ')}; correct jobs.redshift.database in tapewarden.yaml`,
  'redshift-class-unconfigured': (d) =>
    `class ${d.workload} has no warehouse of Redshift; name it as jobs.classes.${d.workload}.workgroup or .cluster in tapewarden.yaml, or run it with --runner local`,
  'redshift-plan-too-long': (d) =>
    `job of ${d.pattern}: takes ${d.actual} ${d.what}, expected at most ${d.most} for Redshift; run it with --runner local or emr-serverless`,
  'redshift-rows-differ': (d) =>
    `${d.dataset} of ${d.feed}: Redshift loaded ${d.actual} rows, expected the ${d.expected} of the plan; tapewarden lake verify, then submit the job again`,
  'redshift-result-too-large': (d) =>
    `the result is larger than Redshift's Data API gives (${d.reason}), expected at most ${d.most} bytes; narrow the settings, or run it with --runner local or emr-serverless`,
  'redshift-timed-out': (d) =>
    `the statement ran longer than Redshift's Data API lets it (${d.reason}), expected at most ${d.hours} hours; enlarge the warehouse, or run it with --runner emr-serverless`,
  'redshift-statement-expired': (d) =>
    `statement ${d.id}: Redshift no longer knows it or its result, expected to be asked within ${d.hours} hours; submit the job again`,
  'athena-class-unconfigured': (d) =>
    `class ${d.workload} has no work group of Athena; name it as jobs.classes.${d.workload}.athena_workgroup in tapewarden.yaml, or run it with --runner local`,
  'athena-work-group-disabled': (d) =>
    `work group ${d.work_group} is disabled, expected ENABLED; enable it, or name another in jobs.classes of tapewarden.yaml`,
  'athena-statement-too-long': (d) =>
    `job of ${d.pattern}: its query takes ${d.actual} bytes, expected at most ${d.most} for Athena; run it with --runner local, emr-serverless or glue`,
  'athena-cutoff-too-high': (d) =>
    `work group ${d.workgroup}: BytesScannedCutoffPerQuery is ${d.actual ?? 'not set'}, expected at most ${d.most}, which is what ceiling_usd ${d.ceiling_usd} pays for; set it in Athena, or change ceiling_usd in tapewarden.yaml`,
  'athena-files-differ': (d) =>
    `${d.file}: Athena read ${d.actual} rows of it, expected the ${d.expected} of the plan; tapewarden catalog sync, then submit again`,
  'athena-query-expired': (d) =>
    `query ${d.id}: Athena no longer knows it or its result, expected to be asked within ${d.days} days; submit again`,
  'query-failed': (d) =>
    `the query failed on ${d.runner} (${d.reason}); mend what it says, or run it without --runner on this machine`,
  'query-refused': (d) =>
    `the query is refused (${d.reason}); write one SELECT over the datasets that docs/data-model.md lists`,
};
