import type { Framework } from "./control.ts";

/** Three points of Article 9(4), by their subjects. */
export const dora: Framework = {
  id: "dora",
  title: "DORA: protection and prevention, Article 9(4)",
  version: "Regulation (EU) 2022/2554, applicable since 17 Jan 2025",
  source: "https://eur-lex.europa.eu/eli/reg/2022/2554/oj",
  controls: [
    {
      id: "Article 9(4)(c)",
      name: "Access limited to what legitimate and approved functions and activities require",
      extent: "partly",
      enforced: [
        "Each grant permits one approved action, and access rights are administered by published, versioned policy.",
        "Owners review their agents regularly. Agents that aren't confirmed in time are quarantined.",
      ],
      figures: ["agentsOwned", "agentsAttested", "grantsUnused"],
      gaps: ["Physical access, and access without a grant, are not covered."],
    },
    {
      id: "Article 9(4)(d)",
      name: "Strong authentication mechanisms and protection of cryptographic keys",
      extent: "partly",
      enforced: [
        "People confirm each decision with a passkey and user verification. Agents and tools sign each call.",
        "The server's signing keys are encrypted at rest and can be rotated.",
      ],
      figures: ["approversWithPasskey", "asymmetricKeys", "agentsWithYoungKeys"],
      gaps: ["Encryption of data in other systems is outside."],
    },
    {
      id: "Article 9(4)(e)",
      name: "ICT change management: changes are recorded, tested, assessed, approved, implemented and verified",
      extent: "partly",
      enforced: [
        "A change that an agent requests is approved as the exact change, redeemed once, and its result is recorded as done, failed or uncertain.",
        "Changes of policy are previewed, signed and versioned.",
      ],
      figures: ["approved", "grantsRedeemed", "uncertainExecutions", "policyPublished"],
      gaps: ["Testing and risk assessment of a change are the organization's."],
    },
  ],
};
