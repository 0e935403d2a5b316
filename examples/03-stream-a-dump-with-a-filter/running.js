// Gets each line of the dump as text, and says whether it stays.
module.exports = (line) => JSON.parse(line).status.S === 'running';
