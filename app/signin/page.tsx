import { redirect } from "next/navigation";
import { runtime } from "#app/runtime/runtime";
import { currentViewer, pageTitle } from "#app/web/open-page";
import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";
import { listSignInConnections } from "#lib/provisioning/sso/connections/list-connections";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { findPhoneSessionDays } from "#lib/workspace/phone-session-days";
import { nextPath } from "../web/next-path.ts";
import { WaysIn } from "./ways-in.tsx";

export const metadata = pageTitle("Sign in");

export default async function SignInPage({ searchParams }: PageProps<"/signin">) {
  const { next } = await searchParams;
  const target = nextPath(typeof next === "string" ? next : undefined);
  const viewer = await currentViewer();
  const isOld = viewer?.withheldRoles !== undefined;
  if (viewer && !isOld) redirect(target ?? "/queue");
  const workspace = await findWorkspace(runtime().db);
  if (!workspace) return <NotSetUp />;
  const connections = await listSignInConnections(runtime().db);
  return (
    <EntryShell
      title={`Sign in to ${workspace.name}`}
      description={
        isOld
          ? "You signed in more than 12 hours ago. Sign in again to open this page."
          : connections.length > 0
            ? "Use single sign-on or your passkey."
            : "Use your passkey from this device, your phone or a security key."
      }
    >
      <WaysIn
        connections={connections}
        next={target}
        days={await findPhoneSessionDays(runtime().db)}
        staysAlready={isOld}
      />
    </EntryShell>
  );
}

/** Replaces sign-in while no person can sign in yet. */
function NotSetUp() {
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
