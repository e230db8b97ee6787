/** "Hello, World!" -> "hello-world" */
function slug(title) {
  return title
    .trim()
    .toUpperCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

module.exports = { slug };
