"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, type PointerEvent, useEffect, useRef } from "react";
import { Link } from "../link.tsx";
import { fetchEarly } from "./early-pages.ts";

/** A pointer that only passes over a link fetches nothing. */
const restMilliseconds = 50;

/**
 * A link whose page is fetched when a mouse rests on it, or when it is pressed, so that the click that
 * follows shows the page right away. What was fetched is used for two seconds
 * (`bin/setup/next-browser-loader.cjs`); after that, the click fetches the page itself. For pages that
 * change nothing when they are read.
 */
export function EarlyLink(props: ComponentProps<typeof Link>) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function fetchPage() {
    clearTimeout(timer.current);
    fetchEarly(router, props.href);
  }

  function enter({ pointerType }: PointerEvent) {
    if (pointerType === "mouse") timer.current = setTimeout(fetchPage, restMilliseconds);
  }

  return (
    <Link
      {...props}
      onPointerEnter={enter}
      onPointerLeave={() => clearTimeout(timer.current)}
      onPointerDown={fetchPage}
      // While the server says what to open, mostly this page: by a key, nothing was fetched before.
      onClick={props.findHref ? fetchPage : undefined}
    />
  );
}
