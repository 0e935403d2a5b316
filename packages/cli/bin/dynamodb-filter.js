#!/usr/bin/env node
require('../dist/bin/filter.js');
