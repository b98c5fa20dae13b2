import { CopyNow } from "#components/settings/created-credential";
import { Alert } from "#components/ui/alert";
import { CodeBlock } from "#components/ui/code-block";

/** The secret of an endpoint or a callback, shown once. */
export function EndpointSecret(props: { title: string; url: string; secret: string }) {
  return (
    <div className="grid gap-3">
      <Alert variant="success" role="status" title={props.title}>
        <span className="[overflow-wrap:anywhere]">{props.url}</span>
      </Alert>
      <SecretOnce secret={props.secret} />
    </div>
  );
}

/** The secret alone, where the page already names the endpoint. */
export function SecretOnce({ secret }: { secret: string }) {
  return (
    <>
      <CopyNow noun="secret">The receiver verifies each message with it.</CopyNow>
      <CodeBlock label="Secret" text={secret} />
    </>
  );
}
