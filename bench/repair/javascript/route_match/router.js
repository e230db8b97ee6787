function split(path) {
  return path.split('/').filter((part) => part !== '');
}

/** The parameters of `path` under a pattern like "/users/:id" or "/files/*"; null if it does not match. */
export function match(pattern, path) {
  const want = split(pattern);
  const have = split(path);
  const rest = want[want.length - 1] === '*';
  if (rest) want.pop();
  if (have.length < want.length) return null;
  const params = {};
  for (let i = 0; i < want.length; i++) {
    if (want[i].startsWith(':')) {
      params[want[i].slice(1)] = decodeURIComponent(have[i]);
    } else if (want[i] !== have[i]) {
      return null;
    }
  }
  if (rest) params.rest = have.slice(want.length).join('/');
  return params;
}

export class Router {
  constructor() {
    this.routes = [];
  }

  add(method, pattern, handler) {
    this.routes.push({ method, pattern, handler });
    return this;
  }

  /** The first route that matches. */
  find(method, path) {
    for (const route of this.routes) {
      if (route.method !== method) continue;
      const params = match(route.pattern, path);
      if (params) return { handler: route.handler, params };
    }
    return null;
  }
}
