import type { ComponentProps } from "react";
import { Select } from "#components/forms/field";

type Props = Omit<ComponentProps<typeof Select>, "defaultValue" | "name"> & {
  /** Named where the field is made, which finds its error by this name. */
  name: "heldTools";
  defaultValue: "block" | "step_up";
};

/** What happens to calls of held tools. */
export function HeldToolsSelect(props: Props) {
  return (
    <Select key={props.defaultValue} {...props}>
      <option value="block">Block</option>
      <option value="step_up">Require approval for each call</option>
    </Select>
  );
}
