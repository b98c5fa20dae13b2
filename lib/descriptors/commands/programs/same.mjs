// @ts-check

/**
 * One entry of a table for each of several programs.
 * @template T
 * @param {string} names separated by spaces
 * @param {T} entry
 * @returns {Record<string, T>}
 */
export function same(names, entry) {
  return Object.fromEntries(names.split(" ").map((name) => [name, entry]));
}
