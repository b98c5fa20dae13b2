import type { Metadata } from "next";
import Link from "next/link";
import { runtime } from "#app/runtime";
import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { findEnrolment } from "#lib/directory/find-enrolment";
import { findWorkspace } from "#lib/directory/find-workspace";
import { Enrol } from "./enrol.tsx";

export const metadata: Metadata = { title: "Create your passkey", referrer: "no-referrer" };

/** Where an invited or recovering person makes a passkey. Looking changes nothing (invariant 15); the POST uses the link up. */
export default async function EnrolPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { db, clock } = runtime();
  const enrolment = await findEnrolment(db, token, clock());
  if (!enrolment || enrolment.purpose === "setup" || !enrolment.person) return <Unusable state="unknown" />;
  if (enrolment.state !== "open") return <Unusable state={enrolment.state} />;
  const workspace = await findWorkspace(db);
  const recovering = enrolment.purpose === "recovery";
  return (
    <EntryShell
      title={recovering ? `Welcome back, ${enrolment.person.name}` : `Welcome, ${enrolment.person.name}`}
      description={
        recovering
          ? `Make a new passkey for ${workspace?.name ?? "Countersign"}. Your passkeys from before stop working when it is made.`
          : `You are invited to ${workspace?.name ?? "Countersign"}. You sign in and approve with a passkey; there is no password to remember.`
      }
    >
      <Enrol token={token} />
    </EntryShell>
  );
}

const sentences = {
  used: "A passkey was made with it already. If that was you, sign in. If it was not you, tell an administrator at once.",
  expired:
    "It was good for a limited time, and that has passed. Ask the administrator who sent it for a new one.",
  revoked: "It was withdrawn. Ask an administrator for a new one.",
  unknown:
    "It is incomplete, used, withdrawn or too old. Check that you opened all of it, or ask an administrator for a new one.",
};

function Unusable({ state }: { state: keyof typeof sentences }) {
  return (
    <EntryShell title="This link does not work any more">
      <Alert variant="warning">{sentences[state]}</Alert>
      <Button asChild size="lg" variant="outline" className="w-fit">
        <Link href="/signin">Go to sign-in</Link>
      </Button>
    </EntryShell>
  );
}
