import { type Framework, outside } from "./control.ts";

/** The whole list: Countersign covers its items on lifecycle and scope. */
export const owaspNhi: Framework = {
  id: "owasp-nhi",
  title: "OWASP Non-Human Identities Top 10",
  version: "2025",
  source: "https://owasp.org/www-project-non-human-identities-top-10/2025/top-10-2025",
  controls: [
    {
      id: "NHI1:2025",
      name: "Improper Offboarding",
      extent: "enforced",
      enforced: [
        "When an owner is suspended, deactivated or loses the Approver role (manually or by SCIM, single sign-on or a security event), their agents are quarantined in the same transaction.",
        "Owners regularly confirm their agents with a passkey. Agents that are not confirmed in time are quarantined.",
        "Revoking an agent ends its keys, pending requests and unused grants together.",
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
        "Agents that are no longer needed but still confirmed stay active. Check agents without recent requests.",
      ],
    },
    {
      id: "NHI2:2025",
      name: "Secret Leakage",
      extent: "partly",
      enforced: [
        "Secrets are shown once, stored encrypted or hashed, and never logged. Only the public part of an Ed25519 key is stored.",
      ],
      figures: ["asymmetricKeys", "keysRevoked"],
      gaps: ["Countersign does not know where an agent stores its key or whether it leaked."],
    },
    {
      id: "NHI3:2025",
      name: "Vulnerable Third-Party NHI",
      ...outside,
      gaps: ["Third-party identities and extensions are not checked."],
    },
    {
      id: "NHI4:2025",
      name: "Insecure Authentication",
      extent: "enforced",
      enforced: [
        "Agents sign every call (Ed25519, or HMAC if a platform does not support it), and signatures are valid for five minutes. Requests never use passwords or bearer keys.",
      ],
      figures: ["asymmetricKeys", "callsRefused"],
      gaps: ["HMAC keys are accepted. Check how many are in use."],
    },
    {
      id: "NHI5:2025",
      name: "Overprivileged NHI",
      extent: "enforced",
      enforced: [
        "Agents have no standing permissions. They request one action at a time, and actions that no rule covers are never auto-approved.",
        "Grants that expired unused show permission that was given but not needed.",
      ],
      figures: ["grantsUnused", "defaultHits", "monitoredRules"],
      gaps: ["Rules that allow more than agents use are not detected automatically."],
    },
    {
      id: "NHI6:2025",
      name: "Insecure Cloud Deployment Configurations",
      ...outside,
      gaps: ["How agents are deployed is not checked."],
    },
    {
      id: "NHI7:2025",
      name: "Long-Lived Secrets",
      extent: "enforced",
      enforced: [
        "Every agent key expires, after 90 days by default and one year at most. Keys can overlap for rotation. Grants are valid for minutes.",
      ],
      figures: ["agentsWithYoungKeys", "agentsWithoutKey", "keysRevoked"],
      gaps: ["Upcoming key expiry is shown, but rotation is not enforced."],
    },
    {
      id: "NHI8:2025",
      name: "Environment Isolation",
      extent: "partly",
      enforced: [
        "A grant names its tool and is rejected for any other. Rules can target agents by label and actions by resource.",
      ],
      figures: ["redemptionsRefused"],
      gaps: ["Countersign does not know whether an agent runs in the environment its label names."],
    },
    {
      id: "NHI9:2025",
      name: "NHI Reuse",
      extent: "enforced",
      enforced: [
        "A public key belongs to one agent. It cannot be enrolled for another agent or after it was revoked.",
      ],
      figures: ["sharedKeys"],
      gaps: ["One agent that does the work of several appears as one."],
    },
    {
      id: "NHI10:2025",
      name: "Human Use of NHI",
      extent: "partly",
      enforced: [
        "An agent's key cannot be used to sign in or decide. People decide with their own passkeys, by name.",
      ],
      figures: ["approversWithPasskey", "decisionsRefused"],
      gaps: ["A person who uses an agent's key to request actions appears as the agent."],
    },
  ],
};
