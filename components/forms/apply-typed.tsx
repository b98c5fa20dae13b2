import { Button } from "#components/ui/button";
import type { useTypedFilter } from "./use-typed-filter.ts";

/** Applies a typed date or time. Outside the order of Tab: leaving the field applies too. */
export function ApplyTyped({ typing }: { typing: ReturnType<typeof useTypedFilter> }) {
  if (!typing.isHeld) return null;
  return (
    <Button
      variant="outline"
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={typing.applyValid}
    >
      Apply
    </Button>
  );
}
