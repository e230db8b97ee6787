const SPECIAL = /[+^$(){}|[\]\\]/g;

/**
 * The pattern as a regular expression for whole paths: * stands for any
 * characters but /, ** for any at all, ? for one that is not /. All else stands
 * for itself.
 */
function toRegExp(pattern) {
  let source = '';
  for (const part of pattern.split(/(\*\*\/?|\*|\?)/)) {
    if (part === '**/') source += '(?:.*/)?';
    else if (part === '**') source += '.*';
    else if (part === '*') source += '[^/]*';
    else if (part === '?') source += '[^/]';
    else source += part.replace(SPECIAL, '\\$&');
  }
  return new RegExp(`^${source}$`);
}

/** The rules of an ignore file, one a line; # starts a comment, ! takes back what rules before it say. */
class Ignore {
  constructor(text) {
    this.rules = [];
    for (const raw of text.split('\n')) {
      const line = raw.trim();
      if (!line || line.startsWith('#')) continue;
      this.rules.push(parseRule(line));
    }
  }

  /** The last rule that fits decides. */
  ignores(path) {
    let ignored = false;
    for (const rule of this.rules) {
      if (rule.matches.test(path)) ignored = !rule.negated;
    }
    return ignored;
  }

  filter(paths) {
    return paths.filter((path) => !this.ignores(path));
  }
}

/** A rule without a / in it fits in any folder, one that ends with / to all below. */
function parseRule(line) {
  const negated = line.startsWith('!');
  let pattern = negated ? line.slice(1) : line;
  const below = pattern.endsWith('/');
  if (below) pattern = pattern.slice(0, -1);
  pattern = pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`;
  return { negated, matches: toRegExp(below ? `${pattern}/**` : pattern) };
}

module.exports = { toRegExp, Ignore };
