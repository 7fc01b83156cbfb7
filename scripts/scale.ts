import { writeFileSync } from 'node:fs';
import { scaleInputs } from './scale/measured-figures.js';
import { scalePage } from './scale/scale-page.js';

/** Writes docs/scale.md from what the benches recorded: `npm run scale`; `npm run scale:measure` runs the benches before it, on a quiet machine. */
writeFileSync('docs/scale.md', scalePage(scaleInputs()));
