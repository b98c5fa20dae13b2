"use client";

import type { ComponentProps } from "react";
import { call } from "#components/api/call.ts";
import { Link } from "#components/ui/link";

/**
 * A link to the next request for the viewer. On a plain click the server confirms the request, or names
 * the soonest to expire. A page with a redirect would not do: Next would remember its target.
 */
export function NextLink({ id, ...props }: Omit<ComponentProps<typeof Link>, "href"> & { id: string }) {
  return <Link data-early href={hrefOf(id)} findHref={() => findNext(id)} {...props} />;
}

async function findNext(wanted: string): Promise<string> {
  const { id } = await call<{ id: string | null }>("GET", `/api/queue/next?wanted=${wanted}`);
  return id === null ? "/queue" : hrefOf(id);
}

function hrefOf(id: string): string {
  return `/requests/${id}`;
}
