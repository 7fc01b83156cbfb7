import { resolvedPiece } from '../policies-of.js';
import type { Synthesized, TemplateResource } from '../synthesized.js';

/** A resource of a template with nothing open in it, and the name of it there. */
export type Deployed = { logical: string; properties: Record<string, unknown> };

/** All resources of a type, with ids that AWS would give made of names. */
export function deployedOf({ stacks }: Synthesized, type: string): Deployed[] {
  return Object.values(stacks).flatMap((stack) =>
    Object.entries(stack.Resources)
      .filter(([, resource]: [string, TemplateResource]) => resource.Type === type)
      .map(([logical, { Properties }]) => ({
        logical,
        properties: resolvedPiece(Properties, stack, stacks) as Record<string, unknown>,
      })),
  );
}
