import type { ComponentProps } from "react";
import { Select } from "#components/forms/field";

type Props = Omit<ComponentProps<typeof Select>, "defaultValue"> & { defaultValue: "block" | "step_up" };

/** What happens to calls of held tools, as the field `heldTools` of a form. */
export function HeldToolsSelect(props: Props) {
  return (
    <Select key={props.defaultValue} name="heldTools" {...props}>
      <option value="block">Block</option>
      <option value="step_up">Require approval for each call</option>
    </Select>
  );
}
