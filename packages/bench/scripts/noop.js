let seen = 0;

module.exports = (_record, _dyno, callback) => {
  seen++;
  callback();
};

module.exports.finish = (_dyno, callback) => {
  console.log(seen);
  callback();
};
