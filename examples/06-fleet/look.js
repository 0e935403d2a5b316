module.exports = (record, _dyno, callback) => {
  console.log(record.id, record.auth.scopes, record.auth.issuer);
  callback();
};
