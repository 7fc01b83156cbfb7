import { parseArgs } from 'node:util';
import { buildApp } from './build-app.js';
import { addValidations } from './validations.js';

/** Writes the templates of a stage to infra/out: `npm run infra:synth -- -c stage=prod -c account=…` (docs/deploy.md). */
function main(): void {
  const { values } = parseArgs({
    options: {
      context: { type: 'string', short: 'c', multiple: true, default: [] },
      out: { type: 'string', default: 'infra/out' },
      'guard-rules': { type: 'string', multiple: true, default: [] },
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
  addValidations(app, values['guard-rules']);
  const { stacks } = app.synth();
  for (const { stackName, templateFile } of stacks)
    process.stdout.write(`${stackName}  ${values.out}/${templateFile}\n`);
}

main();
