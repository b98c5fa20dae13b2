import type { Framework } from "./control.ts";

/** Of the fifteen threats those that have to do with tools and the people who approve them. */
export const owaspThreats: Framework = {
  title: "OWASP Agentic AI: Threats and Mitigations (tool use and approval)",
  version: "1.0 (February 2025)",
  source: "https://genai.owasp.org/resource/agentic-ai-threats-and-mitigations/",
  controls: [
    {
      id: "T2",
      name: "Tool Misuse",
      extent: "enforced",
      enforced: [
        "As for ASI02: rules at the moment of asking, a signed approval of the exact action, a grant for one use.",
      ],
      figures: ["requestsAsked", "blocked", "redemptionsRefused"],
      gaps: ["Only of tools that take a grant."],
    },
    {
      id: "T3",
      name: "Privilege Compromise",
      extent: "enforced",
      enforced: [
        "Permission is given for one action and minutes at a time; there is no standing permission to take over.",
      ],
      figures: ["grantsUnused", "grantsRevoked"],
      gaps: ["Privileges that a tool holds itself are not reduced from here."],
    },
    {
      id: "T8",
      name: "Repudiation & Untraceability",
      extent: "enforced",
      enforced: [
        "Every change commits together with its audit event, which the database itself refuses to change or delete.",
        "An approval is kept with the signed statement and everything that verifying it takes, without this server.",
      ],
      figures: ["approved", "denied", "decisionsRefused"],
      gaps: ["What an agent thought, or did without asking, leaves no trace here."],
    },
    {
      id: "T9",
      name: "Identity Spoofing & Impersonation",
      extent: "enforced",
      enforced: [
        "Calls are signed with the agent's own key over the whole body, and neither an old one nor a changed one is taken.",
        "A decision takes a passkey with user verification; a grant can be bound to the agent's key.",
      ],
      figures: ["callsRefused", "asymmetricKeys", "approversWithPasskey"],
      gaps: [
        "Keys that are shared secrets (HMAC) can be copied from either side; Ed25519 is recommended, not required.",
      ],
    },
    {
      id: "T10",
      name: "Overwhelming Human in the Loop",
      extent: "partly",
      enforced: [
        "How much of one agent may wait for people is limited, what policy can decide need not be asked, and time-outs refuse.",
        "Rules are tried on past requests, with the approvers' load, before they are published.",
      ],
      figures: ["expired", "medianTimeToDecide", "ninetiethTimeToDecide"],
      gaps: ["Across agents a person's load is shown, not limited."],
    },
  ],
};
