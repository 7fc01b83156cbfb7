import { handler } from './canonicalize-delivery.js';

/** The Fargate task for a file that is too large for a function: the same step, its event in `TAPEWARDEN_EVENT`. */
const settled = await handler(
  JSON.parse(process.env['TAPEWARDEN_EVENT'] ?? '') as Parameters<typeof handler>[0],
);
process.stdout.write(`${JSON.stringify(settled)}\n`);
