import { parseArgs } from 'node:util';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { buildApp } from './build-app.js';
import { BooksAndRecordsChecks } from './rules/books-and-records-checks.js';

/** Writes the templates of a stage to infra/out: `npm run infra:synth -- -c stage=prod -c account=…` (docs/deploy.md). */
function main(): void {
  const { values } = parseArgs({
    options: {
      context: { type: 'string', short: 'c', multiple: true, default: [] },
      out: { type: 'string', default: 'infra/out' },
    },
  });
  const context = Object.fromEntries(
    values.context.map((given) => {
      const at = given.indexOf('=');
      if (at < 1) throw new Error(`-c ${given}: expected name=value; see docs/deploy.md`);
      return [given.slice(0, at), given.slice(at + 1)];
    }),
  );
  const app = buildApp({ outdir: values.out, context });
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new NIST80053R5Checks(app),
    new BooksAndRecordsChecks(app),
  );
  const { stacks } = app.synth();
  for (const { stackName, templateFile } of stacks)
    process.stdout.write(`${stackName}  ${values.out}/${templateFile}\n`);
}

main();
