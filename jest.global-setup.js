module.exports = require('./packages/test-tools/src/engines/of-the-run').offerDynamoDBLocal;
