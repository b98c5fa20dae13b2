import { type Control, type Framework, outside } from "./control.ts";

const leastPrivilege: Pick<Control, "extent" | "enforced" | "figures" | "gaps"> = {
  extent: "enforced",
  enforced: [
    "A published, versioned policy defines what agents can do. A passkey signs each version, with a second admin if the workspace requires it.",
    "Each grant permits one action. The owner, a group or several people approve it, never the agent. Another admin reviews every break-glass approval.",
    "Owners review their agents regularly, and agents that aren't confirmed in time are quarantined. A change of role or status takes effect immediately.",
  ],
  figures: [
    ...(["policyPublished", "agentsAttested", "grantsUnused", "defaultHits"] as const),
    ...(["monitoredRules", "breakGlassUsed", "breakGlassOpen", "breakGlassOverdue"] as const),
  ],
  gaps: [
    "Permissions in other systems are not listed or reviewed.",
    "If one admin can publish alone, duties are not separated. Require two admins in Settings.",
  ],
};

/** Identities and access. The subcategories have no names apart from their statements. */
export const nistCsf2: Framework = {
  id: "nist-csf-2",
  title: "NIST Cybersecurity Framework 2.0: Identity Management, Authentication, and Access Control (PR.AA)",
  version: "2.0 (NIST CSWP 29, February 2024)",
  source: "https://doi.org/10.6028/NIST.CSWP.29",
  controls: [
    {
      id: "PR.AA-01",
      name: "Identities and credentials for authorized users, services, and hardware are managed by the organization",
      extent: "enforced",
      enforced: [
        "Agents, their keys and their owners are listed, and every change has an audit event.",
        "Directories add and remove people by SCIM. Every key expires and can be revoked immediately.",
      ],
      figures: ["agentsOwned", "agentsWithoutKey", "agentsWithYoungKeys", "keysRevoked"],
      gaps: ["Services that do not use Countersign are not listed, and hardware is not managed."],
    },
    {
      id: "PR.AA-02",
      name: "Identities are proofed and bound to credentials based on the context of interactions",
      extent: "partly",
      enforced: [
        "People create a passkey with a one-time link from an admin. Agents enroll a key with a one-time code from their owner or an admin.",
      ],
      figures: ["approversWithPasskey"],
      gaps: ["The organization has to make sure that links and codes reach the right person."],
    },
    {
      id: "PR.AA-03",
      name: "Users, services, and hardware are authenticated",
      extent: "enforced",
      enforced: [
        "People sign in with a passkey or single sign-on and confirm each decision with a passkey. Agents and tools sign each call.",
      ],
      figures: ["callsRefused", "asymmetricKeys", "approversWithPasskey"],
      gaps: ["Hardware is authenticated only as far as a passkey is bound to it."],
    },
    {
      id: "PR.AA-04",
      name: "Identity assertions are protected, conveyed, and verified",
      extent: "enforced",
      enforced: [
        "Grants are signed, valid for one tool, short-lived and redeemed once. If the agent has a key pair, grants are bound to it.",
        "Sign-in through a provider checks issuer, audience, nonce and PKCE.",
      ],
      figures: ["grantsRedeemed", "redemptionsRefused"],
      gaps: ["A tool that accepts a grant without redeeming it gets no protection."],
    },
    {
      id: "PR.AA-05",
      name: "Access permissions, entitlements, and authorizations are defined in a policy, managed, enforced, and reviewed, and incorporate the principles of least privilege and separation of duties",
      ...leastPrivilege,
    },
    {
      id: "PR.AA-06",
      name: "Physical access to assets is managed, monitored, and enforced commensurate with risk",
      ...outside,
      gaps: ["Countersign does not control physical access."],
    },
  ],
};

/** The previous version, for reports based on it. */
export const nistCsf11: Framework = {
  id: "nist-csf-1",
  title: "NIST Cybersecurity Framework 1.1: Identity Management, Authentication and Access Control (PR.AC)",
  version: "1.1 (NIST CSWP 6, April 2018)",
  source: "https://doi.org/10.6028/NIST.CSWP.04162018",
  controls: [
    {
      id: "PR.AC-4",
      name: "Access permissions and authorizations are managed, incorporating the principles of least privilege and separation of duties",
      ...leastPrivilege,
    },
  ],
};
