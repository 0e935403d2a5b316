module.exports = (record, _dyno, callback) => {
  console.log(record.id, JSON.stringify(record.settings.audience));
  callback();
};
