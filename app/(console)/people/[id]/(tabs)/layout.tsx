import type { ReactNode } from "react";
import { LinkTabs } from "#components/ui/link-tabs";
import { ProposedChanges } from "../../../proposed-changes.tsx";
import { loadPerson, type PersonParams } from "../load-person.ts";
import { UnconfirmedAddress } from "../unconfirmed-email.tsx";
import { CalledInactive } from "./inactive-in-directory.tsx";
import { PersonHeader } from "./person-header.tsx";

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
