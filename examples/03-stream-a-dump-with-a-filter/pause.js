module.exports = (record, dyno, callback) => {
  console.log(dyno ? 'pausing' : 'would pause', record.id);
  if (!dyno) return callback();
  dyno.putItem({ Item: { ...record, status: 'paused' } }, callback);
};
