module.exports = (record, _dyno, callback) => {
  console.log(record.id, record.tags);
  callback();
};
