let updated = 0;

module.exports = (record, dyno, callback) => {
  const update = {
    Key: { id: record.id },
    UpdateExpression: 'SET migrated = :yes, settings.digest = :no',
    ExpressionAttributeValues: { ':yes': true, ':no': false },
  };
  dyno.updateItem(update, (error) => {
    if (error) return callback(error);
    updated++;
    callback();
  });
};

module.exports.finish = (_dyno, callback) => {
  console.log(updated);
  callback();
};
