const environment = process.env.K8S_ENV;
if (!environment) throw new Error('K8S_ENV must be staging or production');

module.exports = (record, dyno, callback) => {
  if (record.status !== 'stopped') return callback();
  console.log(`${dyno ? 'archiving' : 'would archive'} ${record.id}`);
  if (!dyno) return callback();

  dyno.putItem({ TableName: `archive-${environment}`, Item: record }, (err) => {
    if (err) return callback(err);
    dyno.deleteItem({ Key: { id: record.id } }, callback);
  });
};
