import type { Framework } from "./control.ts";

/** Names as on the pages of the list; "and" and "&" as they stand there. */
export const owaspAgentic: Framework = {
  title: "OWASP Top 10 for Agentic Applications",
  version: "2026 (December 2025)",
  source: "https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/",
  controls: [
    {
      id: "ASI01",
      name: "Agent Goal Hijack",
      extent: "partly",
      enforced: [
        "Whatever an agent was talked into, a risky action still needs a rule that allows it or a person who approves that exact action.",
        "What the agent gives as its reason is shown complete, as the agent's own words, with hidden characters made visible.",
      ],
      figures: ["denied", "blocked"],
      gaps: [
        "Nothing here looks at prompts or at what an agent reads, so a hijack is noticed only by what it asks for.",
      ],
    },
    {
      id: "ASI02",
      name: "Tool Misuse and Exploitation",
      extent: "enforced",
      enforced: [
        "Each use of a tool is judged at that moment by published rules over its type, resource, parameters, amounts and totals; what no rule covers is stepped up or blocked, never allowed.",
        "A step-up is approved by a named person with a passkey that signs the exact action shown.",
        "A grant is good for one agent, one action to the byte, one audience, once, for minutes, and is checked again when it is redeemed.",
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
        "A tool that carries out actions without asking for a grant is not covered: put it behind one.",
        "What a tool does with an approved action is the tool's own affair.",
      ],
    },
    {
      id: "ASI03",
      name: "Identity and Privilege Abuse",
      extent: "enforced",
      enforced: [
        "Every agent has a key of its own, which expires, and one accountable owner; no key is shared between agents.",
        "An agent can ask and redeem, and nothing else: it cannot approve, administer or read what another agent asks.",
        "When the owner is suspended, leaves or loses the role, the agent stops and what it was granted dies with it.",
      ],
      figures: [
        "agentsOwned",
        "agentsAttested",
        "agentsWithYoungKeys",
        "sharedKeys",
        "callsRefused",
        "ghosts",
      ],
      gaps: ["Credentials that an agent holds for other systems are not known here."],
    },
    {
      id: "ASI04",
      name: "Agentic Supply Chain Vulnerabilities",
      extent: "outside",
      enforced: [],
      figures: [],
      gaps: ["Models, plug-ins, tool servers and their updates are not examined."],
    },
    {
      id: "ASI05",
      name: "Unexpected Code Execution (RCE)",
      extent: "partly",
      enforced: [
        "Where running code is an action that an agent must ask for, it can be blocked or stepped up like any other.",
      ],
      figures: ["blocked"],
      gaps: ["There is no sandbox here, and code that runs without asking is not seen."],
    },
    {
      id: "ASI06",
      name: "Memory & Context Poisoning",
      extent: "outside",
      enforced: [],
      figures: [],
      gaps: ["What agents remember or retrieve is neither seen nor checked; only what they then ask for is."],
    },
    {
      id: "ASI07",
      name: "Insecure Inter-Agent Communication",
      extent: "outside",
      enforced: [],
      figures: [],
      gaps: [
        "Calls of agents to Countersign are signed and cannot be replayed; messages between agents do not pass here.",
      ],
    },
    {
      id: "ASI08",
      name: "Cascading Failures",
      extent: "partly",
      enforced: [
        "How often an agent may ask, how much of it may wait, and totals over time are limited.",
        "A request that nobody decides in time ends as refused, and a fault of the policy never allows.",
      ],
      figures: ["expired", "policyFaults", "doubtfulDecisions"],
      gaps: ["Chains of several agents are not told apart: each is judged by what it asks for itself."],
    },
    {
      id: "ASI09",
      name: "Human-Agent Trust Exploitation",
      extent: "partly",
      enforced: [
        "What is approved is drawn from the very bytes that are signed: type, resource, arguments and amount, not from the agent's account of them.",
        "A rule can ask for several people, and for others than the owner.",
      ],
      figures: ["medianTimeToDecide", "ninetiethTimeToDecide", "denied", "breakGlassUsed"],
      gaps: [
        "Whether a person understood what they approved cannot be measured; very short times to decide are worth a look.",
      ],
    },
    {
      id: "ASI10",
      name: "Rogue Agents",
      extent: "partly",
      enforced: [
        "An owner or admin ends an agent at once: keys, waiting requests and unused grants die in one transaction.",
        "An agent that nobody answers for, or that nobody confirms in time, is quarantined and can ask for nothing.",
      ],
      figures: ["agentsRevoked", "agentsQuarantined", "grantsRevoked", "ghosts"],
      gaps: ["Agents that were never enrolled here are not found."],
    },
  ],
};
