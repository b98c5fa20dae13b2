import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { createGroup } from "#lib/membership/groups/create-group";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import type { Rule } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

const editable = { editable: true } as const;
const descriptor: Descriptor = {
  intent: "Refund a payment",
  sentence: "Refund {amount}",
  fields: [
    { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" }, ...editable },
    { path: "/payment", label: "Payment", format: "text", optional: true, ...editable },
  ],
};

/** A refund whose amount and payment an approver may edit. */
export function refundOf(amount: number) {
  return { type: "refund.create", params: { amount, currency: "USD", payment: "ch_81" } };
}

/**
 * A workspace whose rules allow edits. Editing the payment to `ch_two` requires a second approval, to
 * `ch_team` one of a group's, and `ch_number` a number; `ch_never` is blocked, and a request with
 * `ch_plain` can't be edited. For tests only; call it at the top of a file.
 */
export async function openEdits() {
  const { workspace, admin } = await RunningWorkspace.open();
  const { db } = workspace;
  const owner = await workspace.person("Olga Owner", ["approver"], admin);
  const backup = await workspace.person("Bo Backup", ["approver"], admin);
  const third = await workspace.person("Cy Backup", ["approver"], admin);
  const agent = await workspace.agent(admin, owner, [backup, third]);
  const team = { name: "Finance", memberIds: [backup.viewer.personId] };
  const { groupId } = await createGroup(db, { actor: admin.viewer, ...team, now: workspace.time.now });

  async function publish(change: Partial<Rule> = { allowEdits: true }): Promise<void> {
    const { version, rules, defaultOutcome, catalog } = await versionInForce(db);
    const base = { ...rules[0], actions: ["refund.create"] };
    const own = [
      { ...base, ...rule("two", "ch_two"), outcome: "step_up", approvals: 2 },
      {
        ...base,
        ...rule("team", "ch_team"),
        outcome: "step_up",
        approvers: { kind: "group", group: groupId },
      },
      { ...base, ...rule("never", "ch_never"), outcome: "block" },
      { ...base, ...rule("plain", "ch_plain"), outcome: "step_up" },
      { ...base, ...rule("number", "ch_number"), outcome: "step_up", numberMatching: true },
    ];
    const others = rules.filter(({ id }) => own.every((one) => one.id !== id));
    const all = [...others, ...own].map((one) =>
      one.outcome === "step_up" && one.id !== "plain" ? { ...one, ...change } : one,
    );
    await publishPolicy(db, {
      actor: admin.viewer,
      rules: all as Rule[],
      catalog: catalog.map((type) => (type.type === "refund.create" ? { ...type, descriptor } : type)),
      defaultOutcome,
      expectedVersion: version,
      now: workspace.time.now,
    });
  }
  await publish();

  /** A pending request of an agent that accepts edits. */
  const ask = (amount = 1250, more: object = { accept_edits: true }) =>
    askedBy(agent, { action: refundOf(amount), ...more });
  return { workspace, admin, owner, backup, third, agent, publish, ask };
}

function rule(id: string, payment: string) {
  return { id, title: id, conditions: [{ kind: "text", param: "payment", is: "one_of", values: [payment] }] };
}

/** Asks for the statement of an edited request. */
export function offer(
  person: SignedInPerson,
  id: string,
  entered: Record<string, string>,
): Promise<Response> {
  return person.post(`/api/requests/${id}/edits`, { entered });
}

/** An edit up to the moment before its signature is sent. */
export async function signEdit(
  person: SignedInPerson,
  id: string,
  entered: Record<string, string>,
): Promise<AssertionJson> {
  const { statement, seal } = (await accepted(offer(person, id, entered))) as {
    statement: string;
    seal: string;
  };
  const asked = accepted(person.post(`/api/requests/${id}/challenges`, { statement, seal }));
  const { options } = (await asked) as { options: { challenge: string } };
  return person.authenticator.get(options);
}

/** Sends the signature of an edited request. */
export function send(person: SignedInPerson, id: string, credential: AssertionJson): Promise<Response> {
  return person.post(`/api/requests/${id}/approvals`, { credential });
}

async function accepted(response: Promise<Response>): Promise<unknown> {
  const answer = await response;
  if (answer.ok) return answer.json();
  throw new Error(await answer.text());
}
