#!/usr/bin/env node
require('../dist/bin/migrate.js').runAlone(process.argv.slice(2));
