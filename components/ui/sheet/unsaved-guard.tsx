import type { RefObject } from "react";
import { useUnsaved } from "./use-unsaved.tsx";

/** {@link useUnsaved} as a component, for a page that loads it after the rest. */
export function UnsavedGuard(props: { within: RefObject<HTMLElement | null>; saved: number }) {
  return useUnsaved(false, props.within, props.saved);
}
