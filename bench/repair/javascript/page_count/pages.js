/** How many pages `items` things need with `size` on each. */
function pageCount(items, size) {
  return Math.floor(items / size);
}

/** The items of page `page`, from 0. */
function page(list, page, size) {
  return list.slice(page * size, (page + 1) * size);
}

module.exports = { pageCount, page };
