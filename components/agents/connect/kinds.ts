import type { IconName } from "#components/ui/icon";
import { claudeCodeSteps, codexSteps, cursorSteps } from "./hook-steps.ts";
import { curlSteps, pythonSteps, skillPage, typescriptSteps } from "./own-code.ts";
import type { Place, Step } from "./step.ts";
import { ciSteps, gatewaySteps, httpSteps, mcpSteps } from "./tool-steps.ts";

/** A way to connect an agent: its page, its steps, and the credential that they need. */
export interface Kind {
  title: string;
  hint: string;
  icon: IconName;
  /** `key`: of the agent's own, by a code, a public key or a shared secret. */
  credential: "key" | "token" | "workload";
  /** The name that the form begins with. */
  agentName: string;
  /** Pages that help: documents, and pages of admins. */
  links: readonly { href: string; label: string }[];
  steps: (place: Place) => Step[];
}

const hookGuide = { href: "/docs/guides/claude-code", label: "Guide: Claude Code, Codex and Cursor" };
const agentGuide = { href: "/docs/agents", label: "Guide for agent developers" };
const skill = { href: skillPage, label: "Skill for coding agents" };
const boundary = { href: "/boundaries/new", label: "Accept tools in Countersign" };

/** Each way to connect an agent, under the word of its address. */
export const kinds = {
  "claude-code": {
    title: "Claude Code",
    hint: "Its tools and commands wait in a hook",
    icon: "bot",
    credential: "token",
    agentName: "Claude Code",
    links: [hookGuide],
    steps: claudeCodeSteps,
  },
  codex: {
    title: "Codex",
    hint: "Its tools and commands wait in a hook",
    icon: "bot",
    credential: "token",
    agentName: "Codex",
    links: [hookGuide],
    steps: codexSteps,
  },
  cursor: {
    title: "Cursor",
    hint: "Its commands and MCP tools wait in a hook",
    icon: "bot",
    credential: "token",
    agentName: "Cursor",
    links: [hookGuide],
    steps: cursorSteps,
  },
  mcp: {
    title: "MCP server",
    hint: "A gateway in front of its tools",
    icon: "wrench",
    credential: "key",
    agentName: "MCP agent",
    links: [{ href: "/docs/guides/mcp", label: "Guide: an MCP server behind the gateway" }, boundary],
    steps: mcpSteps,
  },
  http: {
    title: "HTTP API",
    hint: "A proxy that keeps the API's credential",
    icon: "shield-check",
    credential: "key",
    agentName: "API agent",
    links: [{ href: "/docs/guides/http-api", label: "Guide: an HTTP API behind the proxy" }],
    steps: httpSteps,
  },
  gateway: {
    title: "Gateway",
    hint: "nginx, Caddy, Traefik, Envoy or AuthZEN",
    icon: "shield-check",
    credential: "token",
    agentName: "Gateway agent",
    links: [
      { href: "/docs/guides/gateways", label: "Guide: nginx, Caddy, Traefik, Envoy and ToolHive" },
      { href: "/docs/guides/authzen", label: "Guide: AuthZEN" },
    ],
    steps: gatewaySteps,
  },
  ci: {
    title: "CI job",
    hint: "GitHub Actions, GitLab CI or Kubernetes",
    icon: "server",
    credential: "workload",
    agentName: "CI job",
    links: [
      { href: "/docs/guides/workloads", label: "Guide: a CI job without a stored key" },
      { href: "/docs/guides/pipelines", label: "Guide: a step that asks and waits" },
    ],
    steps: ciSteps,
  },
  typescript: {
    title: "TypeScript",
    hint: "The package for Node and its frameworks",
    icon: "file-code",
    credential: "key",
    agentName: "TypeScript agent",
    links: [agentGuide, skill],
    steps: typescriptSteps,
  },
  python: {
    title: "Python",
    hint: "The package for Python 3.10 or newer",
    icon: "file-code",
    credential: "key",
    agentName: "Python agent",
    links: [{ href: "/docs/python", label: "Guide: countersign for Python" }, skill],
    steps: pythonSteps,
  },
  curl: {
    title: "curl",
    hint: "Any language, without a package",
    icon: "file-code",
    credential: "key",
    agentName: "Script",
    links: [agentGuide],
    steps: curlSteps,
  },
} satisfies Record<string, Kind>;

export type KindId = keyof typeof kinds;

export const kindIds = Object.keys(kinds) as [KindId, ...KindId[]];

/** The kind of an address or a form; undefined for any other word. */
export function findKind(word: string): { id: KindId; kind: Kind } | undefined {
  const id = kindIds.find((one) => one === word);
  return id && { id, kind: kinds[id] };
}

/** The kinds as a person looks for them. */
export const kindGroups: readonly { title: string; ids: readonly KindId[] }[] = [
  { title: "A coding agent", ids: ["claude-code", "codex", "cursor"] },
  { title: "The way to a tool", ids: ["mcp", "http", "gateway"] },
  { title: "Your own code", ids: ["typescript", "python", "curl", "ci"] },
];
