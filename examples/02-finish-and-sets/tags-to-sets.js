const Dyno = require('dyno');

// Tags were lists, with duplicates. They become string sets, and an empty list goes, since DynamoDB has no empty set.
const counts = { converted: 0, removed: 0 };

module.exports = (record, dyno, callback) => {
  if (!Array.isArray(record.tags)) return callback();

  const item = { ...record };
  if (record.tags.length > 0) {
    item.tags = Dyno.createSet([...new Set(record.tags)]);
    counts.converted++;
  } else {
    delete item.tags;
    counts.removed++;
  }

  if (!dyno) return callback();
  dyno.putItem({ Item: item }, callback);
};

module.exports.finish = (dyno, callback) => {
  console.log(dyno ? 'converted' : 'would convert', counts.converted);
  console.log(dyno ? 'removed' : 'would remove', counts.removed);
  callback();
};
