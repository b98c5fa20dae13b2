import type { ReactNode } from "react";
import { runtime } from "#app/runtime/runtime";
import { hookCheckCommand, profileOf } from "#components/agents/commands.ts";
import {
  claudeCodeManaged,
  claudeCodeSettings,
  codexRequirements,
  codexSettings,
  cursorSettings,
  mcpSettings,
  settingsText,
} from "#components/agents/hook-settings.ts";
import { InstallClient } from "#components/agents/install-client";
import { keyState } from "#components/agents/key-state.ts";
import { Source } from "#components/boundaries/source";
import { grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { Alert } from "#components/ui/alert";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import type { AgentDetails } from "#lib/agents/find-agent";
import type { HookClient } from "#lib/boundary/hooks/action-of-hook";
import type { SeenSource } from "#lib/requests/request-source";

/** Settings for clients that hold the agent's calls until a decision. For the owner and admins. */
export function Connect(props: { agent: AgentDetails; sources: SeenSource[]; now: Date }) {
  const { agent, sources, now } = props;
  if (!agent.canManage || agent.status === "revoked") return null;
  const { config, downloads } = runtime();
  const { origin, hookHoldSeconds: holdSeconds } = config;
  const server = { origin, holdSeconds };
  const isSeen = (client: HookClient) =>
    agent.keys.some((key) => key.edge === client && keyState(key, now).badge === "Active");
  return (
    <Card>
      <CardHead isOneBlock title="Connect">
        Settings for clients that run this agent's tools. Each call waits until it's decided.
      </CardHead>
      <CardContent className="grid gap-3">
        <Sources sources={sources} now={now} />
        <Client name="Install the client">
          <InstallClient origin={origin} files={downloads} />
        </Client>
        <Client name="Claude Code">
          <p>
            {addToken("Claude Code")} Save these settings as{" "}
            <code className="font-mono">{claudeCodeManaged}</code> (Linux), and allow managed hooks only, so
            that no other hook changes a call after its decision.
          </p>
          <CodeBlock label="Claude Code settings" text={settingsText(claudeCodeSettings(server))} />
          <Proof client="claude-code" name="Claude Code" origin={origin} isSeen={isSeen("claude-code")} />
        </Client>
        <Client name="Codex">
          <p>
            {addToken("Codex")} Save this as <code className="font-mono">/etc/codex/requirements.toml</code>,
            with the whole path of the command on that machine. Set{" "}
            <code className="font-mono">managed_dir</code> to the folder of that command too. Users and
            projects can't turn this hook off.
          </p>
          <CodeBlock label="Codex requirements.toml" text={codexRequirements(server)} />
          <Proof client="codex" name="Codex" origin={origin} isSeen={isSeen("codex")} />
          <Alert variant="warning" title="A hooks.json that no one trusted runs nothing">
            Codex says nothing about it, and calls run undecided. Each change of the file needs{" "}
            <code className="font-mono">/hooks</code> in Codex again, and a project can turn the hook off. Use
            it only where you can't write the managed file.
          </Alert>
          <CodeBlock label="Codex hooks.json" text={settingsText(codexSettings(server))} />
        </Client>
        <Client name="Cursor">
          <p>{addToken("Cursor")} Put these settings in Cursor's hooks.</p>
          <CodeBlock label="Cursor hooks.json" text={settingsText(cursorSettings(server))} />
          <Proof client="cursor" name="Cursor" origin={origin} isSeen={isSeen("cursor")} />
        </Client>
        <Client name="MCP client">
          <p>
            Enroll a key on the machine, with the profile in these settings. The example is a file server.
            Replace it with your MCP server.
          </p>
          <CodeBlock label="MCP client configuration" text={settingsText(mcpSettings(profileOf(agent)))} />
        </Client>
      </CardContent>
    </Card>
  );
}

function addToken(client: string): string {
  return `Add a hook token in Keys and set it as COUNTERSIGN_TOKEN in the environment that ${client} starts in.`;
}

/** Proof that a client runs the hook: the settings are checked, and then a call arrives. */
function Proof(props: { client: HookClient; name: string; origin: string; isSeen: boolean }) {
  const { client, name, origin, isSeen } = props;
  return (
    <>
      <CodeBlock label={`Check ${name}'s hook`} text={hookCheckCommand(origin, client)} />
      <p>
        Then ask {name} to run the command <code className="font-mono">true</code>. Until Countersign has seen
        a call, {name} may run calls without a decision.
      </p>
      <p role="status" className="font-medium">
        {isSeen ? `Countersign has seen a call of ${name}.` : `Waiting for ${name}'s first call…`}
      </p>
    </>
  );
}

function Sources({ sources, now }: { sources: SeenSource[]; now: Date }) {
  if (sources.length === 0) return null;
  return (
    <section aria-labelledby="sources">
      <h3 id="sources" className="font-medium">
        Recent requests
      </h3>
      <ul className="mt-2 grid gap-2">
        {sources.map(({ source, count, lastAt }) => (
          <li
            key={JSON.stringify(source)}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 border-l-2 pl-3"
          >
            <Source source={source} />
            <span className="text-right text-[0.8125rem] text-muted-foreground">
              {grouped(count)} {count === 1 ? "request" : "requests"}
              <br />
              <RelativeTime at={lastAt} now={now} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Client({ name, children }: { name: string; children: ReactNode }) {
  return (
    <details className="rounded-md border">
      <summary className="cursor-pointer rounded-md px-4 py-3 font-medium">{name}</summary>
      <div className="grid gap-3 px-4 pb-3">{children}</div>
    </details>
  );
}
