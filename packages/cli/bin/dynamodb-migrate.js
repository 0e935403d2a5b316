#!/usr/bin/env node
require('../dist/bin/migrate.js');
