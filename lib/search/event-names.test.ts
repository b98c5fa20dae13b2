import { expect, test } from "vitest";
import type { Database } from "#db/client";
import { newId } from "#lib/kernel/ids";
import { now, refund, TestWorkspace } from "#lib/testing/workspace";
import { eventNames } from "./event-names.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const admin = await workspace.person("Ada Admin", ["admin"]);
const owner = await workspace.person("Olga Owner");
const other = await workspace.person("Otto Other");
const agent = await workspace.agent("Refund bot", owner);
const group = await workspace.group([owner], "Finance");
const request = await workspace.request(agent, {
  wanted: { ...refund, params: { amount: 1250, currency: "USD" } },
});

const actor = { type: "agent", id: agent.id } as const;
let n = 0;
const event = (subject: Record<string, string>, data: Record<string, unknown> = {}) => ({
  ...{ id: `evt_${n++}`, type: "request.allowed", actor, subject, data },
});

test("people, agents, groups and requests have names, also where only a fact names them", async () => {
  const act = `people/roles/${other.personId}/admin+approver/digest`;
  const events = [event({ request, group }), event({ person: owner.personId }, { act, n: 1 })];
  const { names, requests } = await eventNames(db, { viewer: admin, events, now });
  expect(Object.fromEntries(names)).toEqual({
    [agent.id]: "Refund bot",
    [group]: "Finance",
    [owner.personId]: "Olga Owner",
    [other.personId]: "Otto Other",
  });
  expect(requests.get(request)).toEqual({
    title: "Refund a payment",
    amount: { value: "1250", currency: "USD" },
    resource: refund.resource,
    agent: { id: agent.id, name: "Refund bot" },
  });
});

test("a viewer reads the names of those agents, requests and settings only that they may open", async () => {
  const events = [event({ request, group })];
  const seenBy = async (viewer: typeof admin) => {
    const { names, requests } = await eventNames(db, { viewer, events, now });
    return [...names.keys(), ...requests.keys()];
  };
  expect(await seenBy(owner)).toEqual([agent.id, request]);
  expect(await seenBy(other)).toEqual([]);
});

test("the names of a page take one query for each kind, however many events it has", async () => {
  const queries = async (count: number) => {
    let sent = 0;
    const counting = new Proxy(db, {
      get: (target, name) => {
        if (name === "select" || name === "execute") sent++;
        return Reflect.get(target, name);
      },
    }) as Database;
    const id = (prefix: "req" | "per" | "agt" | "grp") => newId(prefix, now);
    const events = Array.from({ length: count }, () =>
      event({ request: id("req"), person: id("per"), agent: id("agt"), group: id("grp") }),
    );
    await eventNames(counting, { viewer: admin, events, now });
    return sent;
  };
  expect(await queries(1)).toBeGreaterThan(2);
  expect(await queries(60)).toBe(await queries(1));
});

test("an event is about its request, else an agent, a setting or a person; never about its actor", async () => {
  const person = owner.personId;
  const passkey = { ...event({ person, passkey: "credential" }, { act: "agent/create/public/x" }) };
  const events = [
    event({ person, agent: agent.id, request }),
    event({ person, group, agent: agent.id }),
    event({ agent: agent.id, person }),
    event({ agent: agent.id }),
    { ...passkey, type: "passkey.confirmed", actor: { type: "person" as const, id: person } },
    event({ agent: agent.id }, { added_by: person }),
    event({ person }, { vouched_by: other.personId }),
  ];
  const { targets } = await eventNames(db, { viewer: admin, events, now });
  expect(events.map(({ id }) => targets.get(id)?.id)).toEqual([
    ...[request, group, person],
    ...[undefined, undefined, undefined, person],
  ]);
  expect(targets.get(events[0]?.id ?? "")).toMatchObject({ filter: "request" });
});
