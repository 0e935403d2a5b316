// Gives every experiment that has none a list of those who may see it.
let changed = 0;

module.exports = (record, dyno, callback) => {
  if (record.acl) return callback();
  changed++;
  if (!dyno) return callback();
  dyno.updateItem(
    {
      Key: { id: record.id },
      UpdateExpression: 'SET acl = :acl',
      ExpressionAttributeValues: { ':acl': { owner: record.owner, viewers: record.team ?? [] } },
    },
    callback,
  );
};

module.exports.finish = (dyno, callback) => {
  console.log(`${changed} experiments ${dyno ? 'got' : 'would get'} an access list`);
  callback();
};
