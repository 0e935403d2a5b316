const fc = require('fast-check');

// The same cases each time; others by hand: SEED=$RANDOM npx jest packages/core.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });

// Workers of jest are told to colour what they print when it runs on a terminal.
delete process.env.FORCE_COLOR;
delete process.env.NO_COLOR;
