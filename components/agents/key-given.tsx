import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import { CodeBlock } from "#components/ui/code-block";
import { enrollCommand, type KeyGiven } from "./commands.ts";

/** A key just created for an agent: the secret or code, shown once, and the command to use. */
export function KeyGivenView(props: {
  origin: string;
  agent: { id: string; name: string };
  given: KeyGiven;
  /** Whether the agent's machine may have an earlier key. */
  replaces?: boolean;
}) {
  const { origin, agent, given, replaces } = props;
  if (given.kind === "token") return <HookTokenGiven token={given.token} />;
  const command = enrollCommand(origin, agent, given, { replaces });
  return (
    <div className="grid gap-3">
      <Words given={given} />
      {given.kind === "secret" ? <CodeBlock label="Secret" text={given.secret} /> : null}
      <CodeBlock label="Run on the agent's machine" text={command} />
      <CommandHelp />
    </div>
  );
}

function HookTokenGiven({ token }: { token: string }) {
  return (
    <div className="grid gap-3">
      <Alert variant="warning" title="Copy this token now">
        You won't be able to see it again. It becomes active with the first call of its client or gateway.
        Connect has the steps for hooks, and the guides those for gateways.
      </Alert>
      <CodeBlock label="Hook token" text={token} />
    </div>
  );
}

function Words({ given }: { given: Exclude<KeyGiven, { kind: "token" }> }) {
  if (given.kind === "code") {
    return (
      <p className="text-muted-foreground">
        The code works once and expires <LocalTime at={new Date(given.expiresAt)} />. The command creates a
        key pair and stores the private key in a file only that user can read.
      </p>
    );
  }
  if (given.kind === "public") {
    return (
      <p className="text-muted-foreground">
        Your key is registered. The command asks for the private key. Your own client needs only the URL and
        the agent ID.
      </p>
    );
  }
  return (
    <Alert variant="warning" title="Copy this secret now">
      You won't be able to see it again. Store it in the agent's secret manager. The command below reads it
      from standard input. Grants for this key are bearer grants. A copied grant passes every check except
      redeeming, which needs the agent's signature. Use a key pair if you can.
    </Alert>
  );
}

function CommandHelp() {
  return (
    <p className="text-[0.8125rem] text-muted-foreground">
      Command not found?{" "}
      <a href="/downloads" target="_blank" className="text-link underline" rel="noopener">
        Install the client
      </a>{" "}
      on that machine, from this server.
    </p>
  );
}
