module.exports = {
  environments: {
    staging: { region: 'eu-west-1' },
    production: { region: 'eu-west-1', protected: true },
  },
  // An address in S3 in the pipeline, the folder where it is not set.
  state: process.env.DYNAMODB_MIGRATE_STATE || '.dynamodb-migrate',
  redact: ['email'],
};
