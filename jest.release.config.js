/** What is looked at before a release, and by `.ci/run`: see CONTRIBUTING.md. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/packages/*/test/**/*.release.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
