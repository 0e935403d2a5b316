const fc = require('fast-check');

// The same cases each time; others by hand: SEED=$RANDOM npx jest packages/core.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
