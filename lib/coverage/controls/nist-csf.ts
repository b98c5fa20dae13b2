import type { Control, Framework } from "./control.ts";

const leastPrivilege: Pick<Control, "extent" | "enforced" | "figures" | "gaps"> = {
  extent: "enforced",
  enforced: [
    "What agents may do is a published, versioned policy; a passkey signs each version, a second admin if the workspace asks for it.",
    "Permission is for one action at a time; the owner, groups or several people approve, never the agent; breaking the glass is reviewed by another admin.",
    "Owners review their agents every so many days, and what nobody confirms is stopped; a change of role or status takes effect at once.",
  ],
  figures: [
    ...(["policyPublished", "agentsAttested", "grantsUnused", "defaultHits"] as const),
    ...(["monitoredRules", "breakGlassUsed", "breakGlassOpen", "breakGlassOverdue"] as const),
  ],
  gaps: [
    "Permissions in other systems are neither listed nor reviewed here.",
    "Where one admin publishes alone, duties are not separated: ask for a second admin in the settings.",
  ],
};

/** The category of identities and access; the subcategories have no other names than their statements. */
export const nistCsf2: Framework = {
  title: "NIST Cybersecurity Framework 2.0: Identity Management, Authentication, and Access Control (PR.AA)",
  version: "2.0 (NIST CSWP 29, February 2024)",
  source: "https://doi.org/10.6028/NIST.CSWP.29",
  controls: [
    {
      id: "PR.AA-01",
      name: "Identities and credentials for authorized users, services, and hardware are managed by the organization",
      extent: "enforced",
      enforced: [
        "Agents, their keys and the people who answer for them are listed here, each change with its audit event.",
        "Directories provision and remove people by SCIM; every key expires and can be revoked at once.",
      ],
      figures: ["agentsOwned", "agentsWithoutKey", "agentsWithYoungKeys", "keysRevoked"],
      gaps: ["Services that do not ask here are not listed, and hardware is not managed."],
    },
    {
      id: "PR.AA-02",
      name: "Identities are proofed and bound to credentials based on the context of interactions",
      extent: "partly",
      enforced: [
        "A person enrols a passkey by a one-time link that an admin issued; an agent's key by a one-time code of its owner or an admin.",
      ],
      figures: ["approversWithPasskey"],
      gaps: ["Who receives a link or a code is for the organization to make sure of."],
    },
    {
      id: "PR.AA-03",
      name: "Users, services, and hardware are authenticated",
      extent: "enforced",
      enforced: [
        "People by passkey or the organization's own sign-in, and by passkey for each decision; agents and tools by a signature on each call.",
      ],
      figures: ["callsRefused", "asymmetricKeys", "approversWithPasskey"],
      gaps: ["Hardware is authenticated only so far as a passkey is bound to it."],
    },
    {
      id: "PR.AA-04",
      name: "Identity assertions are protected, conveyed, and verified",
      extent: "enforced",
      enforced: [
        "Grants are signed, for one audience, short-lived and redeemed once; where the agent has a key pair they are bound to it.",
        "Sign-in through a provider checks issuer, audience, nonce and PKCE.",
      ],
      figures: ["grantsRedeemed", "redemptionsRefused"],
      gaps: ["A tool that does not redeem what it is shown proves nothing."],
    },
    {
      id: "PR.AA-05",
      name: "Access permissions, entitlements, and authorizations are defined in a policy, managed, enforced, and reviewed, and incorporate the principles of least privilege and separation of duties",
      ...leastPrivilege,
    },
    {
      id: "PR.AA-06",
      name: "Physical access to assets is managed, monitored, and enforced commensurate with risk",
      extent: "outside",
      enforced: [],
      figures: [],
      gaps: ["Physical access is not Countersign's."],
    },
  ],
};

/** The line of the version before, for reports that still go by it. */
export const nistCsf11: Framework = {
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
