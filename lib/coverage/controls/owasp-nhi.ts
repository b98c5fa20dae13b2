import type { Framework } from "./control.ts";

/** The whole list: what it names of lifecycle and scope is what Countersign is about. */
export const owaspNhi: Framework = {
  title: "OWASP Non-Human Identities Top 10",
  version: "2025",
  source: "https://owasp.org/www-project-non-human-identities-top-10/2025/top-10-2025",
  controls: [
    {
      id: "NHI1:2025",
      name: "Improper Offboarding",
      extent: "enforced",
      enforced: [
        "When an owner is suspended, leaves or loses the role (here, by SCIM, by single sign-on or by a shared signal), the agents are quarantined in that transaction.",
        "Owners confirm their agents every so many days with a passkey; those that nobody confirms are quarantined.",
        "Revoking an agent ends its keys, waiting requests and grants together.",
      ],
      figures: [
        "agentsOwned",
        "agentsAttested",
        "ghosts",
        "agentsQuarantined",
        "agentsRevoked",
        "ownersChanged",
      ],
      gaps: [
        "An agent that is no longer needed but still confirmed stays; look for agents that have not asked in a long time.",
      ],
    },
    {
      id: "NHI2:2025",
      name: "Secret Leakage",
      extent: "partly",
      enforced: [
        "Secrets are shown once, kept encrypted or as hashes, and never logged; of an Ed25519 key only the public half is ever here.",
      ],
      figures: ["asymmetricKeys", "keysRevoked"],
      gaps: ["Where an agent keeps its key, and whether it leaked there, is not known here."],
    },
    {
      id: "NHI3:2025",
      name: "Vulnerable Third-Party NHI",
      extent: "outside",
      enforced: [],
      figures: [],
      gaps: ["Third parties' own identities and extensions are not examined."],
    },
    {
      id: "NHI4:2025",
      name: "Insecure Authentication",
      extent: "enforced",
      enforced: [
        "Agents sign every call (Ed25519, or HMAC where a platform can do no better) within five minutes; there are no passwords or bearer keys for asking.",
      ],
      figures: ["asymmetricKeys", "callsRefused"],
      gaps: ["HMAC keys are accepted; see how many there are."],
    },
    {
      id: "NHI5:2025",
      name: "Overprivileged NHI",
      extent: "enforced",
      enforced: [
        "An agent holds no standing permission: it asks for one action at a time, and what no rule covers is never allowed.",
        "Grants that ran out unused show permission that was given and not needed.",
      ],
      figures: ["grantsUnused", "defaultHits", "monitoredRules"],
      gaps: ["Rules that allow more than anybody asks for are not found by themselves."],
    },
    {
      id: "NHI6:2025",
      name: "Insecure Cloud Deployment Configurations",
      extent: "outside",
      enforced: [],
      figures: [],
      gaps: ["How agents are deployed is not examined."],
    },
    {
      id: "NHI7:2025",
      name: "Long-Lived Secrets",
      extent: "enforced",
      enforced: [
        "Every key of an agent expires, within a year at most and in 90 days if nothing else is said; several may overlap, so that they can be rotated. Grants live for minutes.",
      ],
      figures: ["agentsWithYoungKeys", "agentsWithoutKey", "keysRevoked"],
      gaps: ["Rotation before the expiry is shown, not forced."],
    },
    {
      id: "NHI8:2025",
      name: "Environment Isolation",
      extent: "partly",
      enforced: [
        "A grant names its audience and is refused by any other; rules can tell agents apart by label and actions by resource.",
      ],
      figures: ["redemptionsRefused"],
      gaps: ["Whether an agent runs in the environment that its label names is not known here."],
    },
    {
      id: "NHI9:2025",
      name: "NHI Reuse",
      extent: "enforced",
      enforced: [
        "A public key belongs to one agent: enrolling it for another is refused, and so is one that was revoked.",
      ],
      figures: ["sharedKeys"],
      gaps: ["One agent that does the work of several looks like one."],
    },
    {
      id: "NHI10:2025",
      name: "Human Use of NHI",
      extent: "partly",
      enforced: [
        "An agent's key can neither sign in nor decide; people decide with passkeys of their own, by name.",
      ],
      figures: ["approversWithPasskey", "decisionsRefused"],
      gaps: ["A person who uses an agent's key to ask looks like the agent."],
    },
  ],
};
