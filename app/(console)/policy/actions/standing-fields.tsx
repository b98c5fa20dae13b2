import { Checkbox } from "#components/forms/checkbox";
import { Field, Fieldset, Input } from "#components/forms/field";
import { signerLabels, standingSigners } from "#lib/text/standing-signers";
import type { ActionTypeDraft } from "./action-type-draft.ts";

const unitHint = "In the unit of the amount parameter, for every currency";

const secondHint = "Total amount, or requests without one. Applies where two admins are required";

/** How far standing approvals of the type can go. */
export function StandingFields({ entry }: { entry: ActionTypeDraft }) {
  const limits = [
    ["standingDays", "Days", "1 to 30", entry.standingDays],
    ["standingCount", "Requests", "1 to 500", entry.standingCount],
    ["standingAmount", "Amount each", unitHint, entry.standingAmount],
    ["standingTotal", "Amount in total", unitHint, entry.standingTotal],
    ["standingSecondAdminAbove", "Second admin above", secondHint, entry.standingSecondAdminAbove],
  ] as const;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-medium">Standing approvals</legend>
      <p className="text-muted-foreground">
        The most that an approver can sign for requests that then run without asking. Leave empty to allow
        none.
      </p>
      <div className="grid grid-cols-2 items-start gap-4">
        {limits.map(([name, label, hint, value]) => (
          <Field key={name} label={label} hint={hint} optional>
            <Input name={name} defaultValue={value} inputMode="decimal" maxLength={20} autoComplete="off" />
          </Field>
        ))}
      </div>
      <Fieldset legend="Who may sign" name="standingSigners" className="mt-2">
        {standingSigners.map((signer) => (
          <Checkbox
            key={signer}
            name="standingSigners"
            value={signer}
            label={signerLabels[signer]}
            defaultChecked={entry.standingSigners.includes(signer)}
          />
        ))}
      </Fieldset>
    </fieldset>
  );
}
