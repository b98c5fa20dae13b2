import { cache } from "react";
import { openPage, orNotFound, titledBy } from "#app/web/open-page";
import { findPerson } from "#lib/membership/find-person";

export interface PersonParams {
  params: Promise<{ id: string }>;
}

/** The person and the viewer, read once for the title, the header and the tab. */
export const loadPerson = cache(async (id: string) => {
  const { viewer, db, now } = await openPage("admin", "auditor");
  const person = await orNotFound(findPerson(db, { viewer, personId: id, now }));
  return { person, viewer, now, isAdmin: viewer.roles.includes("admin") };
});

export const titleOf = titledBy(async (id) => (await loadPerson(id)).person.name);
