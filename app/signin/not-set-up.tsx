import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";

/** In place of sign-in, while there is nobody who could. */
export function NotSetUp() {
  return (
    <EntryShell
      title="Not set up yet"
      description="Nobody can sign in before the first administrator has made a passkey."
    >
      <Alert title="Open the set-up link">
        When Countersign starts, it prints a one-time set-up link in its terminal. Open that link in this
        browser. If it is gone, restart Countersign and it prints a new one.
      </Alert>
    </EntryShell>
  );
}
