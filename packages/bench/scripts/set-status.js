let updated = 0;

module.exports = (record, dyno, callback) => {
  const input = {
    Key: { id: record.id },
    UpdateExpression: 'SET #s = :s, migratedAt = :at',
    ExpressionAttributeNames: { '#s': 'status' },
    ExpressionAttributeValues: { ':s': 'draft', ':at': 1700000000 },
  };
  dyno.updateItem(input, (error) => {
    if (error) return callback(error);
    updated++;
    callback();
  });
};

module.exports.finish = (_dyno, callback) => {
  console.log(updated);
  callback();
};
