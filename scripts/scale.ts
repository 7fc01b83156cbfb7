import { writeFileSync } from 'node:fs';
import { scaleInputs } from './scale/measured-figures.js';
import { scalePage } from './scale/scale-page.js';

/** Writes docs/scale.md from what the benches recorded: `npx tsx scripts/scale.ts`. */
writeFileSync('docs/scale.md', scalePage(scaleInputs()));
