import type { Untyped } from "#client/json/untyped";
import { visible } from "../visible.ts";

interface Thing {
  id?: string;
  type?: string;
  title?: string;
}

interface Changes {
  added: Thing[];
  removed: Thing[];
  changed: { before: Thing; after: Thing }[];
}

/** A difference as text: "-" is only in the live version, "+" only in the file, "~" in both. */
export function differenceInWords(difference: Untyped): string {
  const { count, default_outcome, unclassified, action_types, lists, rules } = difference ?? {};
  if (count === 0) return "No differences.\n";
  const lines = [
    ...(default_outcome
      ? [`~ default_outcome: ${changed(default_outcome.before, default_outcome.after)}`]
      : []),
    ...(unclassified ? [`~ unclassified: ${changed(unclassified.before, unclassified.after)}`] : []),
    ...linesOf("action type", action_types, ({ type }) => type),
    ...listLines(lists),
    ...linesOf("rule", rules, ({ id }) => id),
  ];
  return `${lines.join("\n")}\n`;
}

/** The values that lists gained and lost, a line each. */
function listLines(lists: { name: string; added: string[]; removed: string[] }[] | undefined): string[] {
  return (lists ?? []).flatMap(({ name, added, removed }) => [
    `~ list ${quoted(name)}`,
    ...removed.map((value) => `    - ${quoted(value)}`),
    ...added.map((value) => `    + ${quoted(value)}`),
  ]);
}

function linesOf(
  kind: string,
  changes: Changes | undefined,
  nameOf: (thing: Thing) => string | undefined,
): string[] {
  const { added = [], removed = [], changed: both = [] } = changes ?? {};
  const head = (thing: Thing) => `${kind} ${visible(nameOf(thing))} ${quoted(thing.title)}`;
  return [
    ...removed.map((thing) => `- ${head(thing)}`),
    ...added.map((thing) => `+ ${head(thing)}`),
    ...both.flatMap(({ before, after }) => [
      `~ ${head(after)}`,
      ...memberChanges(before, after, "").map((line) => `    ${line}`),
    ]),
  ];
}

function memberChanges(before: Untyped, after: Untyped, path: string): string[] {
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

function own(value: Untyped, name: string) {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isBranch(value: Untyped) {
  return typeof value === "object" && value !== null;
}

function changed(before: Untyped, after: Untyped) {
  return `${quoted(before)} -> ${quoted(after)}`;
}

function quoted(value: Untyped) {
  return value === undefined ? "nothing" : visible(JSON.stringify(value));
}
