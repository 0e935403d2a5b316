module.exports = (record, dyno, callback) => {
  if (record.status || !dyno) return callback();
  dyno.updateItem(
    {
      Key: { id: record.id },
      UpdateExpression: 'SET #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': 'active' },
    },
    callback,
  );
};

module.exports.table = 'users-${env}';
module.exports.description = 'every user has a status';
module.exports.expect = { added: 0, removed: 0 };
