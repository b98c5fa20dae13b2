import { type Framework, outside } from "./control.ts";

/** Names as in the beta of 2025: "Intent Flow Subversion" replaced an earlier name of MCP06. */
export const owaspMcp: Framework = {
  id: "owasp-mcp",
  title: "OWASP MCP Top 10",
  version: "2025 (beta)",
  source: "https://owasp.org/www-project-mcp-top-10/",
  controls: [
    {
      id: "MCP01",
      name: "Token Mismanagement & Secret Exposure",
      extent: "partly",
      enforced: [
        "Every key expires and can be revoked immediately. Grants are valid once, for one action and for minutes.",
        "With an Ed25519 key, the private half never leaves the agent.",
      ],
      figures: ["agentsWithYoungKeys", "asymmetricKeys", "keysRevoked"],
      gaps: ["The tokens that MCP servers use for other systems are not managed here."],
    },
    {
      id: "MCP02",
      name: "Privilege Escalation via Scope Creep",
      extent: "enforced",
      enforced: [
        "Agents have no permanent scope: policy evaluates each action when it is requested.",
        "Each policy version is published with a passkey signature, and an impact preview shows what it would loosen.",
      ],
      figures: ["policyPublished", "defaultHits", "agentsAttested"],
      gaps: ["Scopes that other systems give to an MCP server are not reduced."],
    },
    {
      id: "MCP03",
      name: "Tool Poisoning",
      extent: "partly",
      enforced: [
        "The MCP gateway pins each tool by a hash of its description and schema. A new or changed tool is held until an admin accepts it.",
      ],
      figures: ["redemptionsRefused"],
      gaps: ["MCP servers that agents reach without the gateway are not covered."],
    },
    {
      id: "MCP04",
      name: "Software Supply Chain Attacks & Dependency Tampering",
      ...outside,
      gaps: ["Packages of agents and MCP servers are not checked. A changed tool shows in its pinned hash."],
    },
    {
      id: "MCP05",
      name: "Command Injection & Execution",
      extent: "partly",
      enforced: [
        "Shell commands are split into programs and effects before a rule evaluates them. Commands that can't be inspected need approval or are blocked.",
      ],
      figures: ["blocked", "uncheckedDecisions"],
      gaps: ["How an MCP server builds a command from its parameters is not controlled."],
    },
    {
      id: "MCP06",
      name: "Intent Flow Subversion",
      extent: "partly",
      enforced: [
        "A hijacked agent still needs a rule or a person for each risky action. Approvers see the signed action, and the agent's reason labeled as unverified.",
      ],
      figures: ["denied", "blocked"],
      gaps: ["Prompts and retrieved context are not inspected."],
    },
    {
      id: "MCP07",
      name: "Insufficient Authentication & Authorization",
      extent: "enforced",
      enforced: [
        "Agents and tools sign each call. A boundary redeems a grant for the exact call before it forwards it.",
      ],
      figures: ["callsRefused", "redemptionsRefused", "grantsRedeemed"],
      gaps: ["MCP servers that accept calls from elsewhere need their own authentication."],
    },
    {
      id: "MCP08",
      name: "Lack of Audit and Telemetry",
      extent: "enforced",
      enforced: [
        "Every request, decision and redemption is saved together with its audit event, which the database does not allow to be changed or deleted.",
      ],
      figures: ["requestsAsked", "grantsRedeemed", "uncertainExecutions"],
      gaps: ["Calls that do not pass a boundary are not recorded."],
    },
    {
      id: "MCP09",
      name: "Shadow MCP Servers",
      extent: "partly",
      enforced: [
        "Boundaries are registered with a key of their own, and an admin accepts the tools they list.",
      ],
      figures: ["redemptionsRefused"],
      gaps: ["Countersign does not search the network for MCP servers that no one registered."],
    },
    {
      id: "MCP10",
      name: "Context Injection & Over-Sharing",
      ...outside,
      gaps: ["What an agent keeps in its context, or shares between sessions, is not seen here."],
    },
  ],
};
