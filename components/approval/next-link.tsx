"use client";

import type { ComponentProps } from "react";
import { call } from "#components/api/call.ts";
import { Link } from "#components/ui/link";

/** A plain click asks the server for the next request. Next would remember a redirect's target. */
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
