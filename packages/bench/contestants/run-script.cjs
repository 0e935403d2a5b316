const { promisify } = require('node:util');

/** The callback of records and of `finish`: an error is fatal. */
exports.done = (error) => {
  if (error) throw error;
};

exports.finish = (script) => {
  script.finish(null, exports.done);
};

/** Runs `script` over an async iterable of records, `concurrency` at a time, then its `finish`. */
exports.forEach = async (records, script, client, concurrency) => {
  const iterator = records[Symbol.asyncIterator]();
  const apply = promisify(script);
  const work = async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) await apply(next.value, client);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  exports.finish(script);
};
