import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { findEnrolment } from "#lib/directory/find-enrolment";
import { findWorkspace } from "#lib/directory/find-workspace";
import { Enrol } from "./enrol.tsx";

export const metadata: Metadata = { title: "Create your passkey", referrer: "no-referrer" };

/** Where an invited or recovering person makes a passkey. Looking changes nothing (invariant 15); the POST uses the link up. */
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
          ? `An administrator of ${workspace?.name ?? "Countersign"} made this link so that you can get back in with a new passkey.`
          : `You are invited to ${workspace?.name ?? "Countersign"}. You sign in and approve with a passkey; there is no password to remember.`
      }
    >
      <Enrol token={token} />
    </EntryShell>
  );
}

/** One answer for unknown, used, withdrawn and too old: a stranger may be asking. */
function Unusable() {
  return (
    <EntryShell title="This link does not work any more">
      <Alert variant="warning">
        It was used already, was withdrawn, has expired, or is not complete. Check that you opened all of it,
        or ask an administrator for a new one. If a passkey was made with it and not by you, tell them at
        once.
      </Alert>
      <Button asChild size="lg" variant="outline" className="w-fit">
        <Link href="/signin">Go to sign-in</Link>
      </Button>
    </EntryShell>
  );
}
