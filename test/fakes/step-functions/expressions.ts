import jsonata from 'jsonata';
import { StatesError } from './states-error.js';

/** What expressions of a state see: `$states` and the variables. */
export type Scope = { states: Record<string, unknown>; variables: Readonly<Record<string, unknown>> };

const compiled = new Map<string, jsonata.Expression>();

/** A value of a definition with its JSONata expressions, `{% … %}` as whole strings, evaluated. Throws `States.QueryEvaluationError`. */
export async function evaluate(template: unknown, scope: Scope): Promise<unknown> {
  if (typeof template === 'string') return template.startsWith('{%') ? query(template, scope) : template;
  if (Array.isArray(template)) {
    const members: unknown[] = [];
    for (const member of template) members.push(await evaluate(member, scope));
    return members;
  }
  if (typeof template !== 'object' || template === null) return template;
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(template)) members.push([name, await evaluate(member, scope)]);
  return Object.fromEntries(members);
}

async function query(template: string, { states, variables }: Scope): Promise<unknown> {
  if (!template.endsWith('%}'))
    throw new StatesError('States.QueryEvaluationError', `${template} has no end`);
  const text = template.slice(2, -2).trim();
  const expression = compiled.get(text) ?? jsonata(text);
  compiled.set(text, expression);
  let value: unknown;
  try {
    value = (await expression.evaluate({}, { ...variables, states })) as unknown;
  } catch (error) {
    throw new StatesError('States.QueryEvaluationError', `${text}: ${String((error as Error).message)}`);
  }
  if (value === undefined) throw new StatesError('States.QueryEvaluationError', `${text} is undefined`);
  // Sequences of JSONata carry marks of their own.
  return JSON.parse(JSON.stringify(value)) as unknown;
}
