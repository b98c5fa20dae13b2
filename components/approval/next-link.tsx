"use client";

import type { ComponentProps } from "react";
import { call } from "#components/api/call.ts";
import { Link } from "#components/ui/link";

/**
 * A link to another request that needs the viewer. On a plain click the server says whether it still
 * does: if it was withdrawn or decided since the page was read, the soonest to expire is opened. Not a
 * page that redirects: Next would remember where it led.
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
