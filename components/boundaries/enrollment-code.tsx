import { CopyNow } from "#components/settings/created-credential";
import { LocalTime } from "#components/text/local-time";
import { CodeBlock } from "#components/ui/code-block";
import { registerCommand } from "./kind-names.ts";

/** A note for the admin who proposed a code. */
export const codeGoesTo = "Nothing changes until then. The admin who confirms it gets the enrollment code.";

/** The command with a code that was just issued. `kind` is known from the boundary's first contact on. */
export function EnrollmentCode(props: {
  origin: string;
  issued: { code: string; expiresAt: Date };
  kind: string | null;
}) {
  const { code, expiresAt } = props.issued;
  return (
    <>
      <CopyNow noun="code" role="status">
        It's valid once, until <LocalTime at={new Date(expiresAt)} />.
      </CopyNow>
      <CodeBlock label="Command" text={registerCommand(props.origin, code, props.kind)} />
      {props.kind === null ? (
        <p className="text-[0.8125rem] text-muted-foreground">
          For an HTTP proxy, add <code className="font-mono">--kind http_proxy</code> to the command.
        </p>
      ) : null}
    </>
  );
}
