import { Alert } from "../ui/alert.tsx";

/** Says without script that passkeys need it. */
export function NoScript() {
  return (
    <noscript>
      <Alert variant="warning" title="Turn on JavaScript">
        Passkeys need JavaScript. Allow it for this site and reload.
      </Alert>
    </noscript>
  );
}
