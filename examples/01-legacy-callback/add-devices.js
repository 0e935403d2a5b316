// Every experiment names the devices that it runs on. Those without a list run on all of them.
let updated = 0;

module.exports = (record, dyno, callback) => {
  if (record.settings.audience.devices) return callback();

  const params = {
    Key: { id: record.id },
    UpdateExpression: 'SET settings.audience.devices = :devices',
    ExpressionAttributeValues: { ':devices': ['desktop', 'mobile'] },
  };

  if (!dyno) {
    console.log(`would update ${record.id}`);
    return callback();
  }

  dyno.updateItem(params, (err) => {
    if (err) {
      console.log(`could not update ${record.id}`);
      throw new Error(err);
    }
  });
  updated++;
  callback();
};

module.exports.finish = (dyno, callback) => {
  if (dyno) console.log(`updated ${updated} experiments`);
  callback();
};
