const environment = process.env.K8S_ENV;
if (!environment) throw new Error('K8S_ENV must be staging or production');

const issuer = { staging: 'https://login.staging.example.com', production: 'https://login.example.com' }[environment];

let updated = 0;

module.exports = (record, dyno, callback) => {
  if (record.auth) return callback();
  updated++;
  if (!dyno) return callback();

  dyno.updateItem(
    {
      Key: { id: record.id },
      UpdateExpression: 'SET #auth = :auth',
      ExpressionAttributeNames: { '#auth': 'auth' },
      ExpressionAttributeValues: { ':auth': { issuer, scopes: {} } },
    },
    (err) => {
      if (err) {
        console.log(`${record.id}: ${err.message}`);
        throw new Error(err);
      }
    },
  );
  callback();
};

module.exports.finish = (dyno, callback) => {
  console.log(`${environment}: ${updated} experiments ${dyno ? 'updated' : 'to update'}`);
  callback();
};
