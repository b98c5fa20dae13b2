import { useState } from "react";
import { Checkbox } from "#components/forms/checkbox";
import { Fold } from "../fold.tsx";
import type { Approval } from "./approval-draft.ts";
import { LifetimeSelect } from "./lifetime-select.tsx";

const readingTimes: [number, string][] = [
  [0, "None"],
  [3, "3 seconds"],
  [5, "5 seconds"],
  [10, "10 seconds"],
  [20, "20 seconds"],
  [30, "30 seconds"],
  [60, "1 minute"],
  [120, "2 minutes"],
];

/** The ways to approve. Folded for most rules, which have none of the options. */
export function SafeguardFields(props: {
  value: Approval;
  onChange: (value: Approval) => void;
  errorOf: (field: string) => string | undefined;
}) {
  const { value, onChange, errorOf } = props;
  const [wasSet] = useState(value.numberMatching || value.readingSeconds !== undefined || value.allowEdits);
  const error = errorOf("readingSeconds");
  return (
    <Fold title="Safeguards" isOpen={wasSet || error !== undefined}>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Checkbox
          label="Number matching"
          hint="Approvers type a number that only the agent shows. Calls through ToolHive can't show it."
          checked={value.numberMatching === true}
          onChange={({ target }) => onChange({ ...value, numberMatching: target.checked || undefined })}
        />
        <Checkbox
          label="Allow edits"
          hint="Approvers can change the action before they approve."
          checked={value.allowEdits === true}
          onChange={({ target }) => onChange({ ...value, allowEdits: target.checked || undefined })}
        />
        <LifetimeSelect
          label="Reading time"
          hint="Approve stays off for this long."
          choices={readingTimes}
          seconds={value.readingSeconds ?? 0}
          onChange={(seconds) => onChange({ ...value, readingSeconds: seconds || undefined })}
          error={error}
        />
      </div>
    </Fold>
  );
}
