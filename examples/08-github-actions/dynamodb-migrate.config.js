module.exports = {
  environments: {
    staging: { region: 'eu-west-1' },
    production: { region: 'eu-west-1', protected: true },
  },
  redact: ['email'],
};
