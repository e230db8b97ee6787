// A service's configuration: defaults, then the file, then the environment.

const DEFAULTS = { host: 'localhost', port: 8080, retries: 3, verbose: false };

function toNumber(text, name) {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0) {
    throw new Error(`${name}: not a whole number: ${text}`);
  }
  return value;
}

function fromEnv(env) {
  const found = {};
  if (env.APP_HOST) found.host = env.APP_HOST;
  if (env.APP_PORT !== undefined) found.port = toNumber(env.APP_PORT, 'APP_PORT');
  if (env.APP_RETRIES !== undefined) found.retries = toNumber(env.APP_RETRIES, 'APP_RETRIES');
  if (env.APP_VERBOSE !== undefined) found.verbose = env.APP_VERBOSE === '1';
  return found;
}

function pick(name, ...layers) {
  for (const layer of layers) {
    const value = layer[name] || undefined;
    if (value !== undefined) return value;
  }
  return DEFAULTS[name];
}

function load(file = {}, env = {}) {
  const fromEnvironment = fromEnv(env);
  const config = {};
  for (const name of Object.keys(DEFAULTS)) config[name] = pick(name, fromEnvironment, file);
  return config;
}

module.exports = { load, DEFAULTS };
