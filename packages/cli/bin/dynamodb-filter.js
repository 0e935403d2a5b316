#!/usr/bin/env node
require('../dist/bin/filter.js').filterMain(process.argv.slice(2));
