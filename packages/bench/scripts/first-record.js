module.exports = () => {
  globalThis.reportUsage();
};
