import { type Framework, outside } from "./control.ts";

/** Names as published, including "and" and "&". */
export const owaspAgentic: Framework = {
  id: "owasp-agentic",
  title: "OWASP Top 10 for Agentic Applications",
  version: "2026 (December 2025)",
  source: "https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/",
  controls: [
    {
      id: "ASI01",
      name: "Agent Goal Hijack",
      extent: "partly",
      enforced: [
        "Even if an agent is manipulated, a risky action still needs a rule that auto-approves it or a person who approves that exact action.",
        "The agent's reason is shown in full, labeled as unverified, with hidden characters made visible.",
      ],
      figures: ["denied", "blocked"],
      gaps: [
        "Countersign does not inspect prompts or what an agent reads. A hijack shows only in the actions the agent requests.",
      ],
    },
    {
      id: "ASI02",
      name: "Tool Misuse and Exploitation",
      extent: "enforced",
      enforced: [
        "Published rules evaluate each action by type, resource, parameters, amounts and totals when it is requested. Actions that no rule covers need approval or are blocked.",
        "A named person approves with a passkey that signs the exact action shown.",
        "A grant is valid for one agent, one exact action and one tool, once and for minutes. It is checked again when it is redeemed.",
      ],
      figures: [
        "requestsAsked",
        "allowed",
        "approved",
        "denied",
        "blocked",
        "defaultHits",
        "grantsRedeemed",
        "redemptionsRefused",
        "grantsUnused",
      ],
      gaps: [
        "Tools that carry out actions without requiring a grant are not covered.",
        "Countersign does not control how a tool carries out an approved action.",
      ],
    },
    {
      id: "ASI03",
      name: "Identity and Privilege Abuse",
      extent: "enforced",
      enforced: [
        "Every agent has its own key, which expires, and one accountable owner. Agents can't share a key.",
        "Agents can only request actions and redeem grants. They cannot approve, administer or read other agents' requests.",
        "When the owner is suspended, deactivated or loses the Approver role, the agent is quarantined and its unused grants are revoked.",
      ],
      figures: [
        "agentsOwned",
        "agentsAttested",
        "agentsWithYoungKeys",
        "sharedKeys",
        "callsRefused",
        "ghosts",
      ],
      gaps: ["Credentials an agent has for other systems are not covered."],
    },
    {
      id: "ASI04",
      name: "Agentic Supply Chain Vulnerabilities",
      ...outside,
      gaps: ["Models, plug-ins, tool servers and their updates are not checked."],
    },
    {
      id: "ASI05",
      name: "Unexpected Code Execution (RCE)",
      extent: "partly",
      enforced: [
        "If running code is an action the agent must request, rules can block it or require approval.",
      ],
      figures: ["blocked"],
      gaps: ["Countersign does not sandbox code and does not see code that runs without a request."],
    },
    {
      id: "ASI06",
      name: "Memory & Context Poisoning",
      ...outside,
      gaps: ["Countersign does not check what agents remember or retrieve, only the actions they request."],
    },
    {
      id: "ASI07",
      name: "Insecure Inter-Agent Communication",
      ...outside,
      gaps: [
        "Calls from agents to Countersign are signed and cannot be replayed. Messages between agents are not covered.",
      ],
    },
    {
      id: "ASI08",
      name: "Cascading Failures",
      extent: "partly",
      enforced: [
        "Request rate, pending requests per agent and totals over time are limited.",
        "Requests that no one decides in time expire without a grant. A policy error never auto-approves.",
      ],
      figures: ["expired", "policyFaults", "uncheckedDecisions"],
      gaps: ["Chains of agents are not recognized. Each agent is evaluated by its own requests."],
    },
    {
      id: "ASI09",
      name: "Human-Agent Trust Exploitation",
      extent: "partly",
      enforced: [
        "Approvers see the type, resource, parameters and amount from the exact bytes they sign, not from the agent's description.",
        "Rules can require several approvers, and approvers other than the owner.",
      ],
      figures: ["medianTimeToDecide", "ninetiethTimeToDecide", "denied", "breakGlassUsed"],
      gaps: [
        "Whether a person understood what they approved cannot be measured. Check decisions made in a very short time.",
      ],
    },
    {
      id: "ASI10",
      name: "Rogue Agents",
      extent: "partly",
      enforced: [
        "Owners and admins can revoke an agent immediately. Its keys, pending requests and unused grants end in one transaction.",
        "Orphaned agents and agents whose ownership is not confirmed in time are quarantined and cannot request anything.",
      ],
      figures: ["agentsRevoked", "agentsQuarantined", "grantsRevoked", "ghosts"],
      gaps: ["Agents that were never enrolled are not detected."],
    },
  ],
};
