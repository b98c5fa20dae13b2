import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * Moves the focus to a new page's content if the followed link left with the old page: otherwise a
 * keyboard or a screen reader would start again at the top of the frame.
 */
export function FocusMain() {
  const path = usePathname();
  const previous = useRef(path);
  useEffect(() => {
    if (previous.current === path) return;
    previous.current = path;
    if (document.activeElement === document.body)
      document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
  return null;
}
