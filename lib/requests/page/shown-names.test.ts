import { expect, test } from "vitest";
import { renderAction } from "#lib/descriptors/render/render-action";
import { TestWorkspace } from "#lib/testing/workspace";
import { shownNames } from "./shown-names.ts";

const workspace = await TestWorkspace.open();

test("the people and agents that an action names by ID are known by name, also in lists", async () => {
  const [olga, bo] = [await workspace.person("Olga"), await workspace.person("Bo")];
  const agent = await workspace.agent("Refund bot", olga);
  const rendering = renderAction(
    { type: "team.add", params: { person: olga.personId, agents: [agent.id], text: bo.personId } },
    {
      intent: "Add to a team",
      fields: [
        { path: "/person", label: "Person", format: "person" },
        { path: "/agents", label: "Agents", format: "list", params: { items: { format: "agent" } } },
        { path: "/text", label: "Text", format: "text" },
      ],
    },
  );
  const admin = { personId: bo.personId, roles: ["admin"] as const };
  const all = { [olga.personId]: "Olga", [agent.id]: "Refund bot" };
  expect(await shownNames(workspace.db, admin, rendering)).toEqual(all);
  const owner = { personId: olga.personId, roles: ["approver"] as const };
  expect(await shownNames(workspace.db, owner, rendering)).toEqual(all);
  // Another approver learns of no agent whose page isn't theirs to open.
  const other = { personId: bo.personId, roles: ["approver"] as const };
  expect(await shownNames(workspace.db, other, rendering)).toEqual({ [olga.personId]: "Olga" });
});
