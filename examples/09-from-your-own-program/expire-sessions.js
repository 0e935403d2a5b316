// Gives each session that is old the time at which DynamoDB is to remove it.
const old = 1_750_000_000;

module.exports = (record, dyno, callback) => {
  if (record.expires || record.seen > old) return callback();
  if (!dyno) return callback();
  dyno.updateItem(
    {
      Key: { id: record.id },
      UpdateExpression: 'SET expires = :at',
      ExpressionAttributeValues: { ':at': record.seen + 7_776_000 },
    },
    callback,
  );
};
