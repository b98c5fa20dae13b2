import type { Framework } from "./control.ts";

/** The articles about records and human oversight, by their headings. */
export const euAiAct: Framework = {
  id: "eu-ai-act",
  title: "EU AI Act: records and human oversight",
  version:
    "Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744. These articles apply from 2 Dec 2027 (Annex III) and 2 Aug 2028 (Annex I)",
  source: "https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
  controls: [
    {
      id: "Article 12",
      name: "Record-keeping",
      extent: "partly",
      enforced: [
        "Each request, decision, grant and redemption is recorded with its time in an append-only log that can be exported.",
      ],
      figures: ["requestsAsked", "grantsRedeemed", "uncertainExecutions"],
      gaps: ["What the AI system does without a request has to be logged by the system itself."],
    },
    {
      id: "Article 14",
      name: "Human oversight",
      extent: "partly",
      enforced: [
        "Risky actions wait for a named person, who can approve, edit or deny them, and who can put the agent on hold at any time.",
        "An approver or admin stops every agent with two presses and no passkey, and an agent can stop itself (14(4)(e)). A freeze that is ended right away is a drill, and counts.",
        "The page shows what is unusual about a request. Reading times and number matching can be required, against approval out of habit.",
      ],
      figures: [
        "approved",
        "denied",
        "expired",
        "medianTimeToDecide",
        "freezes",
        "freezesEnded",
        "agentsHeld",
      ],
      gaps: ["The provider decides which measures a high-risk system needs, and the people need training."],
    },
    {
      id: "Article 19",
      name: "Automatically generated logs",
      extent: "partly",
      enforced: [
        "Audit events are kept without an end date, and the database refuses to change or delete them.",
      ],
      figures: ["requestsAsked"],
      gaps: ["Logs of the AI system itself are kept by its provider."],
    },
    {
      id: "Article 26",
      name: "Obligations of deployers of high-risk AI systems",
      extent: "partly",
      enforced: [
        "Each agent has an active owner who is responsible for it and confirms that regularly. Without one, it is quarantined.",
        "Use can be suspended immediately by a hold or a revocation, and the logs are under the deployer's control.",
      ],
      figures: ["agentsOwned", "agentsAttested", "ghosts", "agentsRevoked"],
      gaps: [
        "Information of workers and affected people, input data and reports to authorities are outside.",
      ],
    },
  ],
};
