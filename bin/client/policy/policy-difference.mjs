// @ts-check
import { visible } from "../visible.mjs";

/**
 * @typedef {{id?: string, type?: string, title?: string}} Thing a rule or an action type
 * @typedef {{added: Thing[], removed: Thing[], changed: {before: Thing, after: Thing}[]}} Changes
 */

/**
 * The difference between the live version and a file, as text: "-" is only in the live version, "+"
 * only in the file, "~" in both.
 * @param {any} difference as the server answers
 * @returns {string}
 */
export function differenceInWords(difference) {
  const { count, default_outcome, unclassified, action_types, rules } = difference ?? {};
  if (count === 0) return "No differences.\n";
  const lines = [
    ...(default_outcome
      ? [`~ default_outcome: ${changed(default_outcome.before, default_outcome.after)}`]
      : []),
    ...(unclassified ? [`~ unclassified: ${changed(unclassified.before, unclassified.after)}`] : []),
    ...linesOf("action type", action_types, ({ type }) => type),
    ...linesOf("rule", rules, ({ id }) => id),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * @param {string} kind
 * @param {Changes | undefined} changes
 * @param {(thing: Thing) => string | undefined} nameOf
 * @returns {string[]}
 */
function linesOf(kind, changes, nameOf) {
  const { added = [], removed = [], changed: both = [] } = changes ?? {};
  const head = (/** @type {Thing} */ thing) => `${kind} ${visible(nameOf(thing))} ${quoted(thing.title)}`;
  return [
    ...removed.map((thing) => `- ${head(thing)}`),
    ...added.map((thing) => `+ ${head(thing)}`),
    ...both.flatMap(({ before, after }) => [
      `~ ${head(after)}`,
      ...memberChanges(before, after, "").map((line) => `    ${line}`),
    ]),
  ];
}

/**
 * The differences between two values, down to the differing members.
 * @param {any} before
 * @param {any} after
 * @param {string} path
 * @returns {string[]}
 */
function memberChanges(before, after, path) {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      memberChanges(
        own(before, name),
        own(after, name),
        path === "" ? visible(name) : `${path}.${visible(name)}`,
      ),
    );
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [`${path}: ${changed(before, after)}`];
}

/** @param {any} value @param {string} name */
function own(value, name) {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** @param {any} value */
function isBranch(value) {
  return typeof value === "object" && value !== null;
}

/** @param {any} before @param {any} after */
function changed(before, after) {
  return `${quoted(before)} -> ${quoted(after)}`;
}

/** @param {any} value */
function quoted(value) {
  return value === undefined ? "nothing" : visible(JSON.stringify(value));
}
