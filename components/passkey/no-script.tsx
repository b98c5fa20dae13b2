import { Alert } from "#components/ui/alert";

/** Without script, tells that passkeys need script. */
export function NoScript() {
  return (
    <noscript>
      <Alert variant="warning" title="Turn on JavaScript">
        Passkeys need JavaScript. Allow it for this site and reload.
      </Alert>
    </noscript>
  );
}
