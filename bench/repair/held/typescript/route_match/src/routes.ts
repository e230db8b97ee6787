export interface Match {
  name: string;
  params: Record<string, string>;
}

interface Route {
  name: string;
  parts: string[];
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

export class Router {
  private routes: Route[] = [];

  add(name: string, pattern: string): this {
    this.routes.push({ name, parts: partsOf(pattern) });
    return this;
  }

  /** The first route that fits: ":x" takes one part, a last "*" all that are left. */
  find(path: string): Match | null {
    const parts = partsOf(path);
    for (const route of this.routes) {
      const params = this.fit(route.parts, parts);
      if (params !== null) {
        return { name: route.name, params };
      }
    }
    return null;
  }

  private fit(pattern: string[], parts: string[]): Record<string, string> | null {
    const params: Record<string, string> = {};
    for (let i = 0; i < pattern.length; i++) {
      const want = pattern[i];
      if (want === "*") {
        params.rest = parts.slice(i).join("/");
        return params;
      }
      if (i >= parts.length) {
        return null;
      }
      if (want.startsWith(":")) {
        params[want.slice(1)] = decodeURIComponent(parts[i]);
      } else if (want !== parts[i]) {
        return null;
      }
    }
    return pattern.length >= 0 ? params : null;
  }
}
