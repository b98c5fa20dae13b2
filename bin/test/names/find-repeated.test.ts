import { expect, test } from "vitest";
import { findRepeated } from "./find-repeated.ts";

const spec = (file: string, ...lines: string[]) => ({ file, text: lines.join("\n") });

test("a name given twice in the shared workspace is refused with both places", () => {
  const specs = [
    spec("a.spec.ts", "", 'const bo = await workspace.person("Bo");', 'workspace.agent("Bo");'),
    spec("b.spec.ts", 'await workspace.invite(\n  admin, "bo");', 'await workspace.agent("Bo");'),
  ];
  expect(findRepeated(specs)).toEqual([
    'b.spec.ts:1: the name "bo" is that of another person, at a.spec.ts:2',
    'b.spec.ts:3: the name "Bo" is that of another agent, at a.spec.ts:3',
  ]);
});

test("a name that a spec invites by the function behind the form counts as well", () => {
  const specs = [
    spec("a.spec.ts", 'await invitePerson(db, { ...by, name: "Ove", email: "ove@example.com" });'),
    spec("b.spec.ts", 'await workspace.person("Ove");'),
  ];
  expect(findRepeated(specs)).toEqual([
    'b.spec.ts:1: the name "Ove" is that of another person, at a.spec.ts:1',
  ]);
});

test("a workspace of a spec's own, and names that are computed, repeat nothing", () => {
  const specs = [
    spec("a.spec.ts", 'await workspace.person("Bo");', "await workspace.person(computed);"),
    spec("b.spec.ts", 'await open.workspace.person("Bo");', "await workspace.person(computed);"),
    spec("c.spec.ts", "let workspace: Workspace;", 'await workspace.person("Bo");'),
  ];
  expect(findRepeated(specs)).toEqual([]);
});
