import type { Database } from "#db/client";
import { findAgent } from "#lib/agents/find-agent";
import { listAgentPage } from "#lib/agents/list-agent-page";
import { listDailyOutcomes } from "#lib/agents/list-daily-outcomes";
import { listHistory } from "#lib/agents/list-history";
import type { AuditFilter } from "#lib/audit/filter";
import { searchAudit } from "#lib/audit/search";
import { PastDays } from "#lib/coverage/past-days";
import { readPrevious } from "#lib/coverage/previous";
import { readCoverage, readDashboard } from "#lib/coverage/read-coverage";
import { coverageWindow } from "#lib/coverage/window";
import { readRunningTotals } from "#lib/facts/read-running-totals";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { findPerson } from "#lib/membership/find-person";
import { listPeoplePage } from "#lib/membership/list-people-page";
import { listHandover } from "#lib/membership/offboarding/list-handover";
import { ruleSchema } from "#lib/policy/language/rule";
import { type Total, totalOf } from "#lib/policy/language/total";
import { countMatches } from "#lib/policy/replay/count-matches";
import { countDecidable, listDecidable } from "#lib/requests/decidable-requests";
import { findFirstSteps } from "#lib/requests/find-first-steps";
import { findTogetherGroups } from "#lib/requests/queue/find-groups";
import { listPendingCards } from "#lib/requests/queue/list-pending-cards";
import { type ListFilter, listQueue } from "#lib/requests/queue/list-queue";
import { listUnusualAmounts } from "#lib/requests/unusual/list-unusual-amounts";
import { search } from "#lib/search/search";
import type { Viewer } from "#lib/sessions/session";
import { filledId } from "./fill.ts";

/** Every list, search and figure of the console, by the name of its page, and totals of an ask. */
export function pages(db: Database, now: Date): [name: string, run: () => Promise<unknown>][] {
  const admin: Viewer = {
    ...{ personId: filledId("per", 1), name: "Olive 1", email: "1@example.com", sessionHash: "none" },
    roles: ["admin", "approver", "auditor"],
  };
  const owner: Viewer = { ...admin, personId: filledId("per", 2), roles: ["approver"] };
  const queue = (viewer: Viewer, filter: ListFilter) => () => listQueue(db, viewer, filter, now);
  const pending = (viewer: Viewer) => listPendingCards(db, viewer, { state: "pending" }, { now });
  const audit = (filter: AuditFilter, before?: string) => () =>
    searchAudit(db, filter, { before, limit: 50 });
  const find = (viewer: Viewer, text: string) => () => search(db, { viewer, text, now });
  const count = (per: Total["per"]) => () => {
    const totals = [totalOf({ kind: "total", of: "count", per, window: "7d", over: 1 }, ["refund.*"])];
    const action = { type: "refund.create", params: {} };
    const request = {
      agentId: filledId("agt", 1),
      ownerId: filledId("per", 1),
      action,
      amount: undefined,
      at: now,
    };
    return readRunningTotals(db.$client, [{ totals, request }]);
  };
  const window = coverageWindow({ days: 30, keyAgeDays: 90, now });
  const pastDays = new PastDays();
  const rule = ruleSchema.parse({ id: "refunds", title: "Refunds", outcome: "block", actions: ["refund.*"] });
  return [
    ["total over 7 days, busy agent", count("agent")],
    ["total over 7 days, owner of all requests", count("owner")],
    ["requests pending, admin", () => pending(admin)],
    ["requests pending, owner", () => pending(owner)],
    [
      "unusual amounts of pending requests, admin",
      async () => {
        const ids = (await pending(admin)).cards.flatMap((card) => card.ids);
        return listUnusualAmounts(db, admin, ids, now);
      },
    ],
    [
      "requests that need the owner of agent 1",
      () => listPendingCards(db, owner, { state: "needs_you" }, { now }),
    ],
    ["number of requests to decide, owner of agent 1", () => countDecidable(db, filledId("per", 2), now)],
    [
      "groups to review together",
      async () => findTogetherGroups(db, await listDecidable(db, filledId("per", 2), { now })),
    ],
    ["requests closed, admin", queue(admin, { state: "decided" })],
    ["requests closed, owner", queue(owner, { state: "decided" })],
    ["requests all, admin", queue(admin, { state: "all" })],
    ["requests all, by a rare type", queue(admin, { state: "all", type: "database.drop" })],
    ["requests all, by an unknown type", queue(admin, { state: "all", type: "never.requested" })],
    ["requests all, by a rare type, owner", queue(owner, { state: "all", type: "database.drop" })],
    ["requests closed, by risk without requests", queue(admin, { state: "decided", risk: "destructive" })],
    [
      "requests judged by default, one agent",
      queue(admin, { state: "all", judged: "default", agent: filledId("agt", 1) }),
    ],
    ["requests of a busy agent", queue(admin, { state: "all", agent: filledId("agt", 1) })],
    ["requests of a quiet agent", queue(admin, { state: "all", agent: filledId("agt", 77) })],
    ["agents, admin", () => listAgentPage(db, { viewer: admin, filter: {}, now })],
    ["agents, owner", () => listAgentPage(db, { viewer: owner, filter: {}, now })],
    ["agent", () => findAgent(db, { viewer: admin, agentId: filledId("agt", 1), now })],
    ["daily outcomes of a busy agent", () => listDailyOutcomes(db, { agentId: filledId("agt", 1), now })],
    ["history of a busy agent", () => listHistory(db, filledId("agt", 1))],
    ["people", () => listPeoplePage(db, { viewer: admin, filter: {} })],
    ["person", () => findPerson(db, { viewer: admin, personId: filledId("per", 1), now })],
    ["search an agent's name", find(admin, "bot 77")],
    ["search a common word", find(admin, "olive")],
    ["search, owner", find(owner, "bot")],
    ["search a type", find(admin, "request refund")],
    ["search an amount", find(admin, "1250")],
    ["search an amount with currency", find(admin, "1,250.00 USD")],
    ["search a type and an amount", find(admin, "Refund 1,250.00 USD")],
    ["search a resource", find(admin, "charge/ch_77")],
    ["search a part of no resource", find(admin, "no-such-part")],
    ["search a part of each resource, owner of agent 1", find(owner, "charge")],
    ["search an amount, owner of agent 1", find(owner, "1250")],
    ["search an ID", find(admin, firstIdAt("req", addSeconds(now, -86_400)).slice(0, 14))],
    ["audit log, newest", audit({})],
    ["audit log, an agent", audit({ agent: filledId("agt", 77) })],
    ["audit log, a person without events", audit({ person: filledId("per", 9) })],
    ["audit log, a type", audit({ type: "grant.redeemed" })],
    ["audit log, a type without events", audit({ type: "agent.revoked" })],
    ["audit log, an agent and a type", audit({ agent: filledId("agt", 1), type: "request.denied" })],
    ["control evidence, 30 days", () => readCoverage(db, { viewer: admin, window })],
    ["coverage, 30 days", () => readDashboard(db, { viewer: admin, window, pastDays })],
    ["coverage, the 30 days before", () => readPrevious(db, { viewer: admin, window, pastDays })],
    ["first steps", () => findFirstSteps(db, { viewer: admin, now })],
    ["agents to hand over", () => listHandover(db, { viewer: admin, personId: filledId("per", 2), now })],
    ["matches of a rule in the editor", () => countMatches(db, { viewer: admin, rule, now })],
  ];
}
