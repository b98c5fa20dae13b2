import type { ComponentProps } from "react";
import { TextField } from "#components/forms/controlled-field";

/** The name of a parameter that a condition reads. */
export function Parameter(
  props: Pick<ComponentProps<typeof TextField>, "label" | "value" | "error" | "onChange">,
) {
  return (
    <TextField
      hint="Parameter name. Use dots for nested values."
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
      {...props}
    />
  );
}
