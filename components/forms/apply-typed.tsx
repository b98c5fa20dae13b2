import { Button } from "#components/ui/button";
import type { useTypedFilter } from "./use-typed-filter.ts";

/**
 * Applies a typed date or time, and shows that it isn't applied yet. Not in the order of Tab, which
 * leaves the field and so applies the value. The field keeps its focus.
 */
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
