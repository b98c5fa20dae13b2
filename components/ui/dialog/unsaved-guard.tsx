import { type RefObject, useEffect } from "react";
import { useUnsaved } from "./use-unsaved.tsx";

/**
 * {@link useUnsaved} as a component, for a page that loads it after the rest.
 * @param props.onReady called once changes are noticed from now on.
 */
export function UnsavedGuard(props: {
  within: RefObject<HTMLElement | null>;
  saved: number;
  onReady: () => void;
}) {
  const { within, saved, onReady } = props;
  useEffect(onReady, [onReady]);
  return useUnsaved(false, within, saved);
}
