const Dyno = require('dyno');

module.exports = (record, _dyno, callback) => {
  console.log(Dyno.serialize(record));
  callback();
};
