import type { PrefetchKind } from "next/dist/client/components/router-reducer/router-reducer-types";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** A passing pointer fetches nothing. */
const restMilliseconds = 50;
/** The page with its content. Next doesn't export the value. */
const full = "full" as PrefetchKind;

/**
 * Fetches the page of a link with `data-early` under a resting mouse, at a press and at a click, so
 * that a click shows the page right away. A fetched page serves for two seconds
 * (`bin/setup/next-browser-loader.cjs`); later, the click fetches the page. For pages whose reading
 * changes nothing. A single listener, loaded after the page.
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
    // A key press fetched nothing before: the page is fetched while the server says where to go.
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
