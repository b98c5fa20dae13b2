import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";

/** Replaces sign-in while no person can sign in yet. */
export function NotSetUp() {
  return (
    <EntryShell
      title="Finish setting up Countersign"
      description="The first admin hasn't created a passkey yet."
    >
      <Alert title="Open the setup link">
        Countersign prints a one-time setup link in its terminal when it starts. Open it in this browser. If
        you can't find it, restart Countersign.
      </Alert>
    </EntryShell>
  );
}
