import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { findEnrolment } from "#lib/enrollment/find-enrollment";
import { findWorkspace } from "#lib/people/find-workspace";
import { Enrol } from "./enroll-form.tsx";

export const metadata: Metadata = { title: "Create your passkey", referrer: "no-referrer" };

/**
 * Lets an invited or recovering person create a passkey. Opening the page changes nothing
 * (invariant 15); the POST uses up the link.
 */
export default async function EnrolPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { db, clock } = runtime();
  const enrolment = await findEnrolment(db, token, clock());
  if (!enrolment?.person || enrolment.purpose === "setup") return <Unusable />;
  const workspace = await findWorkspace(db);
  const recovering = enrolment.purpose === "recovery";
  return (
    <EntryShell
      title={recovering ? `Welcome back, ${enrolment.person.name}` : `Welcome, ${enrolment.person.name}`}
      description={
        recovering
          ? `An admin at ${workspace?.name ?? "Countersign"} created this link so you can set up a new passkey.`
          : `You've been invited to ${workspace?.name ?? "Countersign"}. You'll use a passkey to sign in and approve. There's no password.`
      }
    >
      <Enrol token={token} />
    </EntryShell>
  );
}

/**
 * The same response for an unknown, used, withdrawn and expired link: the visitor may be a
 * stranger.
 */
function Unusable() {
  return (
    <EntryShell title="This link no longer works">
      <Alert variant="warning">
        It was used, revoked, has expired or is incomplete. Ask an admin for a new one. If someone else may
        have used it, tell them right away.
      </Alert>
      <Button asChild size="lg" variant="outline" className="w-fit">
        <Link href="/signin">Go to sign-in</Link>
      </Button>
    </EntryShell>
  );
}
