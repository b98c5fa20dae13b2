/**
 * Calls that name a person or an agent of the workspace that specs share, by its name in the
 * fixtures.
 */
const named =
  /(?<![.\w])workspace\s*\.(person|invite|fillInvitation|agent)\(\s*(?:\w+,\s*)?(["'`])([^"'`$]+)\2/g;

/** An invitation made by the function behind the form. */
const invited = /\binvitePerson\(\w+,\s*\{[^}]*?\bname:\s*(["'`])([^"'`$]+)\1/g;

/** A spec that opens a workspace of its own under that name. */
const ownsWorkspace = /^let workspace\b/m;

/**
 * The people and agents of the shared workspace with a name that an earlier call gave already.
 * Specs run in the same workspace or not, depending on which worker is free, so both would fail
 * only sometimes: an address belongs to one person, and a page's locator finds one agent.
 * @returns both places of each repetition
 */
export function findRepeated(specs: { file: string; text: string }[]): string[] {
  const first = new Map<string, string>();
  const faults: string[] = [];
  for (const { file, text } of specs) {
    if (ownsWorkspace.test(text)) continue;
    const calls = [
      ...[...text.matchAll(named)].map(({ index, 1: method, 3: name = "" }) => ({ index, name, method })),
      ...[...text.matchAll(invited)].map(({ index, 2: name = "" }) => ({ index, name, method: "person" })),
    ];
    for (const { index, method, name } of calls) {
      const kind = method === "agent" ? "agent" : "person";
      const place = `${file}:${text.slice(0, index).split("\n").length}`;
      const key = `${kind} ${name.toLowerCase()}`;
      const earlier = first.get(key);
      if (earlier) faults.push(`${place}: the name "${name}" is that of another ${kind}, at ${earlier}`);
      else first.set(key, place);
    }
  }
  return faults;
}
