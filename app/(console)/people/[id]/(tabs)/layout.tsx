import type { ReactNode } from "react";
import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { PersonAvatar } from "#components/agents/avatars";
import { PersonStatus } from "#components/badges/status-badges";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { LocalTime } from "#components/text/local-time";
import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { LinkTabs } from "#components/ui/link-tabs";
import { PageHeader } from "#components/ui/page-header";
import type { PersonView } from "#lib/membership/find-person";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import type { Viewer } from "#lib/sessions/session";
import { ProposedChanges } from "../../../proposed-changes.tsx";
import { consequences } from "../consequences.ts";
import { loadPerson, type PersonParams } from "../load-person.ts";
import { PersonMenu } from "./person-menu.tsx";

/** The person's header above the tabs. Each tab checks the viewer's access by `loadPerson`. */
export default async function PersonTabs({ params, children }: PersonParams & { children: ReactNode }) {
  const { person, viewer, now, isAdmin } = await loadPerson((await params).id);
  const path = `/people/${person.id}`;
  const mayDelegate = person.status === "active" && person.roles.includes("approver");
  const tabs = [
    { href: path, label: "Overview" },
    { href: `${path}/passkeys`, label: "Passkeys" },
    ...(mayDelegate ? [{ href: `${path}/delegations`, label: "Delegations" }] : []),
  ];
  return (
    <>
      <PersonHeader person={person} viewer={viewer} now={now} />
      <ProposedChanges viewer={viewer} about={person.id} now={now} />
      <CalledInactive person={person} now={now} />
      <UnconfirmedAddress person={person} isAdmin={isAdmin} />
      <LinkTabs label={`Pages of ${person.name}`} tabs={tabs} />
      {children}
    </>
  );
}

/** A directory lists the person as inactive. Not for a deactivated person, which the directory asked for. */
function CalledInactive({ person, now }: { person: PersonView; now: Date }) {
  const { inactiveFlag, status } = person;
  if (!inactiveFlag || status === "left") return null;
  const by = inactiveFlag.by ?? "Your directory";
  const isOut = status === "suspended";
  return (
    <Alert
      variant={isOut ? "info" : "danger"}
      className="mb-4"
      title={isOut ? `Inactive in ${by}` : `Inactive in ${by}, but active here`}
    >
      Reported <Time at={inactiveFlag.since} now={now} />.{" "}
      {isOut
        ? "Check with your directory admin before reactivating them."
        : "Suspend or deactivate them if they should no longer have access."}
    </Alert>
  );
}

/** A directory changed the person's email: an admin can confirm the email. */
function UnconfirmedAddress(props: { person: PersonView; isAdmin: boolean }) {
  const { person, isAdmin } = props;
  const given = person.unconfirmedAddress;
  if (!given) return null;
  return (
    <Alert variant="warning" className="mb-4" title="Email changed by your directory and not yet confirmed">
      <p>
        {given.by ?? "Your directory"} changed it from {given.before} on <LocalTime at={given.at} />. Single
        sign-on won't link an account by this email until an admin confirms it, because anyone with that
        mailbox could sign in as {person.name}.
      </p>
      <p className="mt-1.5">
        Check with {person.name}. If it's wrong, fix it in your directory and revoke its token in Settings,
        Directory sync.
      </p>
      {isAdmin ? (
        <div className="mt-2.5">
          <ConfirmedButton
            action={act("people/address")}
            fields={{ personId: person.id, email: person.email }}
            buttonProps={{ size: "sm" }}
          >
            Confirm email
          </ConfirmedButton>
        </div>
      ) : null}
    </Alert>
  );
}

interface Props {
  person: PersonView;
  viewer: Viewer;
  now: Date;
}

/** The person's name, state and actions. Each verb checks the permission again. */
function PersonHeader(props: Props) {
  const { person, viewer } = props;
  return (
    <PageHeader
      className="mb-4 md:mb-4"
      title={person.name}
      picture={<PersonAvatar person={person} />}
      back={{ href: "/people", label: "People" }}
      badges={<PersonStatus status={person.status} />}
      description={person.email}
      isMenu={person.status !== "suspended" && viewer.roles.includes("admin")}
    >
      {person.status === "left" ? null : viewer.roles.includes("admin") ? (
        <PersonActs {...props} />
      ) : (
        <LinkButton href={`/people/${person.id}/offboard`} variant="outline">
          Preview offboarding
        </LinkButton>
      )}
    </PageHeader>
  );
}

async function PersonActs({ person, viewer, now }: Props) {
  const { id, name, status, passkeyCount } = person;
  const { db } = runtime();
  const ended =
    status === "active"
      ? consequences(await foreseeOffboarding(db, { actor: viewer, personId: id, now }), "suspend", "active")
      : [];
  return (
    <>
      {status === "suspended" ? (
        <ConfirmedButton action={act("people/reinstate")} fields={{ personId: id }}>
          Reactivate…
        </ConfirmedButton>
      ) : null}
      <PersonMenu person={{ id, name, status, hasPasskey: passkeyCount > 0 }} consequences={ended} />
    </>
  );
}
