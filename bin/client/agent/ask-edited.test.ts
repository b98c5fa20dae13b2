import { expect, test } from "vitest";
import { actionDigest } from "../action-digest.ts";
import { action, agent, grantFor, openAgentSide } from "../testing/agent-side.ts";

const { server, run, waited } = await openAgentSide();
const asking = ["ask", "refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];
const edited = { ...action, params: { amount: 1000 } };
const patch = [{ op: "replace", path: "/params/amount", value: 1000 }];
const own = actionDigest(agent, action);

/** An approval of the edited action, with this edit. */
function approved(edit: object) {
  const digest = actionDigest(agent, edited);
  const grant = grantFor({ authorization_details: [{ type: "agent_action", digest }] });
  return waited("approved", { grant }, { action_digest: digest, edit });
}

test("an approver's edit is applied to the action that was asked, and printed with its grant", async () => {
  server.answers(() => approved({ asked_digest: own, patch }));
  const { code, io } = await run([...asking, "--accept-edits", "--json"]);
  expect([code, JSON.parse(io.stdout)]).toMatchObject([0, { agent, action: edited }]);
});

test.each([
  ["of another action", { asked_digest: actionDigest("agt_2", action), patch }],
  ["of a member that isn't there", { asked_digest: own, patch: [{ ...patch[0], path: "/params/other" }] }],
  ["that changes another value", { asked_digest: own, patch: [{ ...patch[0], value: 900 }] }],
  ["that isn't a patch", { asked_digest: own, patch: "boo" }],
])("an edit %s is not believed", async (_, edit) => {
  server.answers(() => approved(edit));
  const { code, io } = await run([...asking, "--accept-edits", "--json"]);
  expect([code, io.stdout]).toEqual([31, ""]);
});

test("an edit is not believed by a caller that accepts none", async () => {
  server.answers(() => approved({ asked_digest: own, patch }));
  const { code, io } = await run([...asking, "--json"]);
  expect([code, io.stdout]).toEqual([31, ""]);
});
