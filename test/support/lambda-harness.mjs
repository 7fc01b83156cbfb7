import { pathToFileURL } from 'node:url';

// Calls the handler of one file as Lambda does: an event, a context, the environment and nothing else. The answer, or the error as
// Lambda reports it, is one line on file descriptor 3; what the function logs stays on stdout.
import { readFileSync, writeSync } from 'node:fs';

const [, , file] = process.argv;
// The clock of a test, which goes on from the instant that it names.
const { HARNESS_NOW_MS } = process.env;
const began_ms = Date.now();
const now_ms = Date.now;
if (HARNESS_NOW_MS !== undefined) Date.now = () => Number(HARNESS_NOW_MS) + now_ms() - began_ms;
const { handler } = await import(pathToFileURL(file).href);
const event = JSON.parse(readFileSync(0, 'utf8'));
const context = {
  awsRequestId: 'c0ffee00-0000-4000-8000-000000000000',
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? '',
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '',
  getRemainingTimeInMillis: () => 900_000,
};
try {
  writeSync(3, JSON.stringify({ answer: await handler(event, context) }));
} catch (error) {
  writeSync(3, JSON.stringify({ errorType: error.name, errorMessage: error.message }));
}
