import fc from 'fast-check';

/** Property tests draw the same examples on every run, so that a red one can be repeated; FC_SEED draws others. */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20261120) });
