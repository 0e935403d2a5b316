let put = 0;

module.exports = (record, dyno, callback) => {
  dyno.putItem({ Item: { ...record, migrated: true } }, (error) => {
    if (error) return callback(error);
    put++;
    callback();
  });
};

module.exports.finish = (_dyno, callback) => {
  console.log(put);
  callback();
};
