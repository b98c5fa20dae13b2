import { redirect } from "next/navigation";
import { runtime } from "#app/runtime/runtime";
import { currentViewer, pageTitle } from "#app/web/open-page";
import { Checkbox } from "#components/forms/checkbox";
import { Input, PlainField } from "#components/forms/field";
import { EntryShell } from "#components/shell/entry-shell";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { Icon } from "#components/ui/icon";
import { plainButton } from "#components/ui/plain-button.ts";
import { listSignInConnections } from "#lib/provisioning/sso/connections/list-connections";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { findPhoneSessionDays } from "#lib/workspace/phone-session-days";
import { nextPath } from "../web/next-path.ts";
import { SignIn } from "./sign-in.tsx";

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
  const days = await findPhoneSessionDays(runtime().db);
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
      <SignIn
        next={target}
        connections={
          connections.length > 0
            ? connections.map(({ id, name }) => (
                <button key={id} type="submit" value={id} className={plainButton.outline}>
                  Continue with {name}
                </button>
              ))
            : undefined
        }
        email={<Email />}
        stays={
          days > 0 ? (
            <Checkbox
              name="stays"
              label="Stay signed in on this device"
              hint={`For ${counted(days, "day")}. Approving always takes your passkey.`}
              defaultChecked={isOld}
            />
          ) : undefined
        }
        button={
          <button type="submit" className={plainButton.primary} aria-describedby="sign-in-state">
            <Icon name="key" />
            Sign in with a passkey
          </button>
        }
      />
      <div className="grid gap-2 border-t pt-5 text-muted-foreground">
        <p>
          <strong className="font-medium text-foreground">Lost your passkey?</strong> Ask an admin for a
          recovery link.
        </p>
        <p>
          <strong className="font-medium text-foreground">New here?</strong> Ask an admin for an invitation
          link.
        </p>
      </div>
    </EntryShell>
  );
}

/** A phone's own passkeys are a touch away, without typing. */
function Email() {
  return (
    <PlainField
      label="Email"
      hint="Select this field and your browser will suggest your passkeys."
      optional
      className="hidden md:grid"
    >
      <Input
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username webauthn"
        spellCheck={false}
        autoCapitalize="none"
        className="min-h-11 md:min-h-11"
      />
    </PlainField>
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
