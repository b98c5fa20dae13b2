import { type SQL, sql } from "drizzle-orm";
import type { NoticeKind } from "#db/schema/notices";
import { adminOfAnyStatus } from "#lib/people/active";
import { standingEnds } from "#lib/text/standing-ends";
import { declinedWords } from "./account-words.ts";
import type { NoticeKindEntry } from "./notice-view.ts";

export const agentNotices = {
  offer_declined: {
    recipients: "named",
    repeated: "independent",
    title: "A transfer was declined",
    words: declinedWords,
  },
  backups_added: {
    recipients: "admins",
    repeated: "independent",
    isForEveryChannel: true,
    title: "Backup approvers were added",
    message: ({ isOwner }) =>
      isOwner
        ? {
            title: "Your agent has new backup approvers",
            body: "They can decide its requests on your behalf.",
          }
        : undefined,
    words: ({ agent, agentId, isOwner }) => ({
      text: `An admin added backup approvers to ${agent ?? "an agent"}. They can decide its requests on ${isOwner ? "your" : "the owner's"} behalf.`,
      href: `/agents/${agentId}`,
      link: "View agent",
    }),
  },
  agent_flooding: {
    recipients: "named",
    repeated: "independent",
    stillTrue: isFloodPending,
    isUrgent: true,
    title: "An agent makes many requests",
    words: ({ agent, agentId, more, minutes, budget }) => ({
      text:
        budget === null
          ? `${agent ?? "An agent"} sent ${more} requests in ${minutes === null ? "a short time" : `${minutes} min`}. They're grouped, and you're notified once.`
          : `${agent ?? "An agent"} asked you ${more} times within an hour. Your budget is ${budget}. Similar requests are grouped.`,
      href: `/agents/${agentId}`,
      link: "View agent",
    }),
  },
  agent_held: {
    recipients: "admins",
    repeated: "independent",
    stillTrue: isAgentHeld,
    isUrgent: true,
    title: "An agent was put on hold",
    words: ({ by, agent, agentId, more }) =>
      more > 0
        ? {
            text: `${by ?? "An admin"} put ${agent ?? "an agent"} and ${others(more)} on hold. They can't make requests until they're released.`,
            href: "/agents?status=quarantined",
            link: "View quarantined",
          }
        : {
            text: `${by === null ? `${agent ?? "An agent"} put itself` : `${by} put ${agent ?? "an agent"}`} on hold. It can't make requests until a person releases it.`,
            href: `/agents/${agentId}`,
            link: "View agent",
          },
  },
  unexpected_request: {
    recipients: "admins",
    repeated: "independent",
    stillTrue: isHeldSinceDenial,
    isUrgent: true,
    title: "A request wasn't expected",
    words: ({ by, agent, requestId }) => ({
      text: `${by ?? "An approver"} didn't expect a request from ${agent ?? "an agent"}, denied it and put the agent on hold.`,
      href: `/requests/${requestId}`,
      link: "View request",
    }),
  },
  agent_released: {
    recipients: "admins",
    repeated: "independent",
    isCalm: true,
    title: "An agent was released from a hold",
    words: ({ agent, agentId, more }) =>
      more > 0
        ? {
            text: `${agent ?? "An agent"} and ${others(more)} were released from a hold. Their pages say whether they can make requests.`,
            href: "/agents",
            link: "View agents",
          }
        : {
            text: `${agent ?? "An agent"} was released from a hold. Its page says whether it can make requests.`,
            href: `/agents/${agentId}`,
            link: "View agent",
          },
  },
  agents_frozen: {
    recipients: "admins",
    repeated: "replaced",
    stillTrue: () => sql<boolean>`exists (select from policy_head where frozen_at is not null)`,
    isUrgent: true,
    title: "All agents are frozen",
    words: ({ by }) => ({
      text: `Frozen by ${by}. No request is approved and no grant is redeemed until an admin releases the agents.`,
      href: "/freeze",
      link: "View freeze",
    }),
  },
  agents_released: {
    recipients: "admins",
    repeated: "replaced",
    isCalm: true,
    title: "Agents were released from a freeze",
    words: () => ({
      text: "Agents can act again. Pending requests need new approvals.",
      href: "/queue",
      link: "View requests",
    }),
  },
  callback_set: {
    recipients: "named",
    repeated: "independent",
    title: "An admin set a callback",
    words: ({ agent, agentId }) => ({
      text: `An admin set the callback of ${agent ?? "an agent"}, which you own. How its requests end is sent there.`,
      href: `/agents/${agentId}/keys#callback`,
      link: "View callback",
    }),
  },
  agent_orphaned: {
    recipients: "admins",
    repeated: "kept",
    title: "An agent has no active owner",
    words: ({ orphaned }) => ({
      text: orphanedWords(orphaned),
      href: "/agents/orphaned",
      link: "View quarantined",
    }),
  },
  input_changed: {
    recipients: "named",
    repeated: "independent",
    isUrgent: true,
    title: "A tool ran with a changed input",
    words: ({ agent, requestId }) => ({
      text: `${agent ?? "An agent"} ran a tool with another input than the one that was allowed. Check what ran.`,
      href: `/requests/${requestId}`,
      link: "View request",
    }),
  },
  key_expiring: {
    recipients: "named",
    repeated: "independent",
    isCalm: true,
    title: "An agent's key expires soon",
    words: ({ agent, agentId, more }) => ({
      text: `A key or hook token of ${agent ?? "an agent"} expires within ${more} days. Requests with it are rejected after that.`,
      href: `/agents/${agentId}/keys`,
      link: "View keys",
    }),
  },
  ownership_review_due: {
    recipients: "named",
    repeated: "kept",
    isCalm: true,
    title: "Confirm ownership of your agents",
    words: () => ({
      text: "An ownership review is due. Agents without a confirmation are quarantined.",
      href: "/agents/mine",
      link: "Review my agents",
    }),
  },
  ownership_review_lapsing: {
    recipients: "named",
    repeated: "replaced",
    title: "Agents you own will be quarantined",
    words: () => ({
      text: "Agents you own will be quarantined within 3 days unless you confirm ownership.",
      href: "/agents/mine",
      link: "Review my agents",
    }),
  },
  standing_approval_ended: {
    recipients: "named",
    repeated: "independent",
    title: "A standing approval ended",
    words: ({ agent, standing }) => ({
      text: `Your standing approval of ${standing?.type ?? "actions"} for ${agent ?? "an agent"} ended because ${standing ? standingEnds[standing.reason] : "something changed"}. Its requests reach people again.`,
      href: standing ? `/requests/${standing.requestId}` : "/queue",
      link: "View signed request",
    }),
  },
  execution_uncertain: {
    recipients: "named",
    // The linked section lists every uncertain execution.
    repeated: "kept",
    stillTrue: isExecutionUncertain,
    isUrgent: true,
    title: "Check whether an action ran",
    words: () => ({
      text: "It's uncertain whether an approved action ran. Check the tool and record what you found.",
      href: "/queue#uncertain",
      link: "View uncertain actions",
    }),
  },
  tools_held: {
    recipients: "admins",
    // The linked page lists every boundary.
    repeated: "kept",
    stillTrue: hasHeldTools,
    isCalm: true,
    title: "Review new or changed tools",
    words: () => ({
      text: "A boundary lists new or changed tools. Calls to them are held until you accept them.",
      href: "/boundaries",
      link: "Review tools",
    }),
  },
} satisfies Partial<Record<NoticeKind, NoticeKindEntry>>;

function others(count: number): string {
  return count === 1 ? "1 other agent" : `${count} other agents`;
}

function orphanedWords(count: number): string {
  // The last of the agents got an owner since.
  if (count === 0) return "Every agent has an active owner again.";
  return count === 1
    ? "1 agent has no owner and is quarantined. Choose a new owner."
    : `${count} agents have no owner and are quarantined. Choose new owners.`;
}

/** Until an admin accepts the tools, or the boundary is revoked. */
function hasHeldTools(): SQL {
  return sql`exists (select from boundary_tools tool join boundaries b on b.id = tool.boundary_id
    where tool.state in ('added', 'changed') and b.revoked_at is null)`;
}

/** Of many agents, until the recipient has none left of those that were held in the same act. */
function isAgentHeld(): SQL {
  // Each `min` reads one row of an index. For `exists`, PostgreSQL may read all agents: it expects a match early.
  return sql`(${isHeldSince(sql`n.agent_id`, sql`n.created_at`)}
    or n.more > 0 and (
      n.person_id = (select min(own.owner_id) from agents own where own.held_at = n.created_at and own.owner_id >= n.person_id)
      or exists (select from people rp where rp.id = n.person_id and ${adminOfAnyStatus("rp")})
        and n.created_at = (select min(rest.held_at) from agents rest where rest.held_at >= n.created_at)))`;
}

/** Until the hold that the denial began is released. */
function isHeldSinceDenial(): SQL {
  return sql`exists (select from requests denied
    where denied.id = n.request_id and ${isHeldSince(sql`denied.agent_id`, sql`denied.closed_at`)})`;
}

/** Also by another hold, which took the place of the first. */
function isHeldSince(agentId: SQL, at: SQL): SQL {
  return sql`exists (select from agents held where held.id = ${agentId} and held.held_at >= ${at}
    and not exists (select from audit_events e where e.agent_id = held.id and e.request_id is null
      and e.type = 'agent.released' and e.at > ${at}))`;
}

/** Until the requests of the flood are decided, or cancelled by a hold. */
function isFloodPending(now: Date): SQL {
  return sql`exists (select from requests flood where flood.agent_id = n.agent_id and flood.state = 'pending'
    and flood.created_at <= n.created_at and flood.expires_at > ${now.toISOString()}::timestamptz)`;
}

/** Until the executions are reported or resolved. Admins are notified for agents without an active owner. */
function isExecutionUncertain(): SQL {
  return sql`exists (select from executions x join agents xa on xa.id = x.agent_id join people xp on xp.id = n.person_id
    where x.state = 'uncertain' and x.resolved_at is null and (xa.owner_id = xp.id or ${adminOfAnyStatus("xp")}))`;
}
