import { Alert } from "../ui/alert.tsx";

/** Says without script that passkeys need it. */
export function NoScript() {
  return (
    <noscript>
      <Alert variant="warning" title="JavaScript is off">
        Browsers offer passkeys to JavaScript only. Allow it for this site and reload the page.
      </Alert>
    </noscript>
  );
}
