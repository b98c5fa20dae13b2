import type { Framework } from "./control.ts";

/** Of fifteen threats, those about tools and their approval. */
export const owaspThreats: Framework = {
  id: "owasp-threats",
  title: "OWASP Agentic AI: Threats and Mitigations (tool use and approval)",
  version: "1.0 (February 2025)",
  source: "https://genai.owasp.org/resource/agentic-ai-threats-and-mitigations/",
  controls: [
    {
      id: "T2",
      name: "Tool Misuse",
      extent: "enforced",
      enforced: [
        "Same as ASI02. Rules are evaluated for each request, approvals sign the exact action, and grants can be used once.",
      ],
      figures: ["requestsAsked", "blocked", "redemptionsRefused"],
      gaps: ["Only tools that require a grant are covered."],
    },
    {
      id: "T3",
      name: "Privilege Compromise",
      extent: "enforced",
      enforced: [
        "Each grant permits one action for minutes. There are no standing permissions to compromise.",
      ],
      figures: ["grantsUnused", "grantsRevoked"],
      gaps: ["Countersign does not reduce a tool's own privileges."],
    },
    {
      id: "T8",
      name: "Repudiation & Untraceability",
      extent: "enforced",
      enforced: [
        "Every change is saved together with its audit event, which the database does not allow to be changed or deleted.",
        "Approvals are stored with the signed statement and everything needed to verify them without this server.",
      ],
      figures: ["approved", "denied", "decisionsRefused", "uncertainExecutions"],
      gaps: ["What an agent reasoned, or did without a request, is not recorded."],
    },
    {
      id: "T9",
      name: "Identity Spoofing & Impersonation",
      extent: "enforced",
      enforced: [
        "Calls are signed with the agent's own key over the whole body. Old or changed calls are rejected.",
        "Decisions require a passkey with user verification. Grants can be bound to the agent's key.",
      ],
      figures: ["callsRefused", "asymmetricKeys", "approversWithPasskey"],
      gaps: [
        "Shared secrets (HMAC) can be copied from either side. Ed25519 is recommended but not required.",
      ],
    },
    {
      id: "T10",
      name: "Overwhelming Human in the Loop",
      extent: "partly",
      enforced: [
        "Pending requests per agent are limited, policy can decide without asking a person, and requests that time out get no grant.",
        "The impact preview runs rules against past requests and shows approver workload before publishing.",
      ],
      figures: ["expired", "medianTimeToDecide", "ninetiethTimeToDecide"],
      gaps: ["A person's workload across agents is shown but not limited."],
    },
    {
      id: "T15",
      name: "Human Manipulation",
      extent: "partly",
      enforced: [
        "What the agent writes is shown in full, labeled as unverified, and never in Countersign's own words. The passkey signs the action, not the reason.",
        "The page shows what is unusual about a request. Number matching and reading times can be required.",
      ],
      figures: ["denied", "decisionsRefused", "medianTimeToDecide"],
      gaps: ["What an agent tells a person elsewhere, such as in a chat, is not seen here."],
    },
  ],
};
