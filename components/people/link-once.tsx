import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import { CodeBlock } from "#components/ui/code-block";

/** A one-time link just created, shown only once. */
export function LinkOnce(props: { url: string; expiresAt: string; name: string }) {
  return (
    <div className="grid gap-3">
      <Alert variant="success" role="status" title={`Send this link to ${props.name}`}>
        Send it privately, because the first person to open it signs in as {props.name}. It works once, until{" "}
        <LocalTime at={new Date(props.expiresAt)} />, and won't be shown again.
      </Alert>
      <CodeBlock label="One-time link" text={props.url} />
    </div>
  );
}
