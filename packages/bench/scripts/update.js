let updated = 0;

module.exports = (record, dyno, callback) => {
  const request = {
    Key: { id: record.id },
    UpdateExpression: 'SET migrated = :yes, settings.theme = :theme',
    ExpressionAttributeValues: { ':yes': true, ':theme': 'light' },
  };
  dyno.updateItem(request, (error) => {
    if (error) return callback(error);
    updated++;
    callback();
  });
};

module.exports.finish = (_dyno, callback) => {
  console.log(updated);
  callback();
};
