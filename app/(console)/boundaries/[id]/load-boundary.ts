import { cache } from "react";
import { openPage, orNotFound, titledBy } from "#app/web/open-page";
import { findBoundary } from "#lib/boundary/registry/list-boundaries";

export const loadBoundary = cache(async (boundaryId: string) => {
  const { viewer, db, config, now } = await openPage("admin");
  const boundary = await orNotFound(findBoundary(db, { viewer, boundaryId, now }));
  return { viewer, db, config, now, boundary };
});

export const titleOf = titledBy(async (id) => (await loadBoundary(id)).boundary.name);
