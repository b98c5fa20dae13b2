import type { PrefetchKind } from "next/dist/client/components/router-reducer/router-reducer-types";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** A pointer that only passes over a link fetches nothing. */
const restMilliseconds = 50;
/** The page with its content. Next exports no value of this type. */
const full = "full" as PrefetchKind;

/**
 * Fetches the page of a link with `data-early` when a mouse rests on it, when it is pressed and when it is
 * clicked, so that a click shows the page right away. What was fetched is used for two seconds
 * (`bin/setup/next-browser-loader.cjs`); after that, the click fetches the page itself. For pages that
 * change nothing when they are read. One listener for all links: the frame loads it after the page.
 */
export function EarlyPages() {
  const router = useRouter();
  useEffect(() => {
    // A development build would show the page for minutes: the two seconds are set when Next is built.
    if (process.env.NODE_ENV !== "production") return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let rested: Element | null = null;
    const fetchPage = (link: Element | null) => {
      clearTimeout(timer);
      const href = link?.getAttribute("href");
      if (href) router.prefetch(href, { kind: full });
    };
    const pressed = ({ target }: Event) => fetchPage(earlyLink(target));
    const rests = ({ target, pointerType }: PointerEvent) => {
      const link = earlyLink(target);
      if (link === rested) return;
      rested = link;
      clearTimeout(timer);
      if (link && pointerType === "mouse") timer = setTimeout(fetchPage, restMilliseconds, link);
    };
    const listening = new AbortController();
    const options = { signal: listening.signal, capture: true };
    document.addEventListener("pointerover", rests, options);
    document.addEventListener("pointerdown", pressed, options);
    // By a key, nothing was fetched before: the page is fetched while the server says what to open.
    document.addEventListener("click", pressed, options);
    return () => {
      clearTimeout(timer);
      listening.abort();
    };
  }, [router]);
  return null;
}

function earlyLink(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest("a[data-early]") : null;
}
